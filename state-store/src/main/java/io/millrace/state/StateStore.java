package io.millrace.state;

/**
 * All state of one query. Tables are opened before the first batch; what is written into them
 * during a batch belongs to it.
 */
public interface StateStore extends AutoCloseable {

  /**
   * Opens the tables of one partition of an operator.
   *
   * @param operator its name, which identifies its state over restarts
   * @param partition from 0
   * @param partitions how many there are; the partition owns the key groups that {@link
   *     KeyGroups#partition} gives it
   */
  StateTables tables(String operator, int partition, int partitions);

  /** What the state of an operator costs, summed over its partitions. */
  StateMetrics metrics(String operator);

  @Override
  void close();
}
