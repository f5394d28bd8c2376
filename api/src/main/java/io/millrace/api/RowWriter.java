package io.millrace.api;

import java.util.Optional;

/**
 * A sink in a program's own code that takes rows one by one. Registered by {@link
 * Millrace#foreach}; each partition of each batch has a writer of its own.
 *
 * <p>Order of calls: {@link #open}; {@link #process} for each row if it gave true; {@link #close},
 * always if {@link #open} returned and never if it threw. All calls come from one thread. Whatever
 * they throw ends the query, and is the cause of its failure.
 *
 * <p>Rows are written at least once: a query that continues from a checkpoint may write the last
 * batch of the run before again. Partition and batch do not tell rows apart over restarts, because
 * the number of partitions may change; {@link BatchWriter} sees the same rows under the same
 * number.
 */
public interface RowWriter {

  /**
   * Begins a partition of a batch, which may have no rows.
   *
   * @return whether the rows are wanted; if not, they are skipped
   */
  default boolean open(long partition, long batchId) throws Exception {
    return true;
  }

  /** Writes a row. */
  void process(OutputRow row) throws Exception;

  /**
   * Ends the partition.
   *
   * @param error what {@link #process} threw; empty if all rows are written or skipped
   */
  default void close(Optional<Throwable> error) throws Exception {}
}
