package io.millrace.exec.operator;

import io.millrace.api.batch.ColumnBatch;

/**
 * An operator without memory: what it gives for a sum of changes is the sum of what it gives for
 * each. Every worker has its own instance, so it needs no locks.
 */
public interface LinearOperator {

  /** Told before the first rows of each batch. */
  default void begin(BatchTime time) {}

  /** At most how many rows one row may become. */
  default long expansion() {
    return 1;
  }

  /** Gives what the rows become, in order. May be called many times in a batch. */
  void process(ColumnBatch input, RowOutput output);
}
