package io.millrace.exec.expression;

import io.millrace.api.batch.ColumnBatch;

/**
 * A compiled filter and projection. Not thread-safe: each worker has its own ({@link
 * CompiledCalc#newInstance}).
 */
public interface BatchFunction {

  /**
   * Filters and projects a batch. Weights go along. Projections that are columns of the input are
   * passed on, not copied.
   *
   * @param batchTimeMicros T_N, µs since 1970
   * @throws io.millrace.api.error.MillraceException for a value that cannot be computed
   */
  ColumnBatch apply(ColumnBatch input, long batchTimeMicros);
}
