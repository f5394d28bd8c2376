package io.millrace.exec.session.query;

import io.millrace.api.StatementResult.Changes;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.types.Schema;
import io.millrace.plan.physical.QueryPlan;
import java.util.List;
import java.util.Optional;

/** The changes of an unbounded SELECT, read while the query runs. */
final class QueryChanges implements Changes {
  private final QueryPlan plan;
  private final QueryReader<Step> reader;

  QueryChanges(QueryPlan plan, QueryReader<Step> reader) {
    this.plan = plan;
    this.reader = reader;
  }

  @Override
  public Schema schema() {
    return plan.root().output();
  }

  @Override
  public OutputMode mode() {
    return plan.mode();
  }

  @Override
  public Optional<List<Integer>> key() {
    return plan.key();
  }

  @Override
  public Optional<Finality> finality() {
    return FinalRows.of(plan.root());
  }

  @Override
  public StreamingQuery query() {
    return reader.query();
  }

  @Override
  public Optional<Step> next() {
    return reader.next();
  }

  @Override
  public void close() {
    reader.close();
  }
}
