package io.millrace.exec.session;

import io.millrace.api.StatementResult.Changes;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.types.Schema;
import java.util.Optional;

/** The changes of an unbounded SELECT, read while the query runs. */
final class QueryChanges implements Changes {
  private final Schema schema;
  private final OutputMode mode;
  private final QueryReader<Step> reader;

  QueryChanges(Schema schema, OutputMode mode, QueryReader<Step> reader) {
    this.schema = schema;
    this.mode = mode;
    this.reader = reader;
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
