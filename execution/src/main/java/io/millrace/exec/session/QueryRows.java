package io.millrace.exec.session;

import io.millrace.api.StatementResult.Rows;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import io.millrace.exec.query.RunningQuery;
import java.util.Optional;

/** The rows of a bounded SELECT, read while the query runs. */
final class QueryRows implements Rows {
  private final Schema schema;
  private final RunningQuery query;
  private final ResultQueue<ColumnBatch> queue;

  QueryRows(Schema schema, RunningQuery query, ResultQueue<ColumnBatch> queue) {
    this.schema = schema;
    this.query = query;
    this.queue = queue;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public Optional<ColumnBatch> next() {
    Optional<ColumnBatch> rows = queue.take();
    if (rows.isEmpty()) {
      query.awaitTermination();
    }
    return rows;
  }

  @Override
  public void close() {
    queue.close();
    query.stop();
  }
}
