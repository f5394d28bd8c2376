package io.millrace.exec.session;

import io.millrace.api.StatementResult.Changes;
import io.millrace.api.StreamingQuery;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.types.Schema;
import io.millrace.exec.query.RunningQuery;
import java.util.Optional;

/** The changes of an unbounded SELECT, read while the query runs. */
final class QueryChanges implements Changes {
  private final Schema schema;
  private final OutputMode mode;
  private final RunningQuery query;
  private final ResultQueue<Step> queue;

  QueryChanges(Schema schema, OutputMode mode, RunningQuery query, ResultQueue<Step> queue) {
    this.schema = schema;
    this.mode = mode;
    this.query = query;
    this.queue = queue;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public OutputMode mode() {
    return mode;
  }

  @Override
  public StreamingQuery query() {
    return query;
  }

  @Override
  public Optional<Step> next() {
    Optional<Step> step = queue.take();
    if (step.isEmpty()) {
      query.awaitTermination();
    }
    return step;
  }

  @Override
  public void close() {
    queue.close();
    query.stop();
  }
}
