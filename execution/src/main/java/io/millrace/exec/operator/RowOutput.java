package io.millrace.exec.operator;

import io.millrace.api.batch.ColumnBatch;

/** Takes rows from an operator. */
@FunctionalInterface
public interface RowOutput {
  void rows(ColumnBatch batch);
}
