package io.millrace.exec.session.query;

import io.millrace.api.StatementResult.Rows;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.types.Schema;
import java.util.Optional;

/** The rows of a bounded SELECT, read while the query runs. */
final class QueryRows implements Rows {
  private final Schema schema;
  private final QueryReader<ColumnBatch> reader;

  QueryRows(Schema schema, QueryReader<ColumnBatch> reader) {
    this.schema = schema;
    this.reader = reader;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public Optional<StreamingQuery> query() {
    return Optional.of(reader.query());
  }

  @Override
  public Optional<ColumnBatch> next() {
    return reader.next();
  }

  @Override
  public void close() {
    reader.close();
  }
}
