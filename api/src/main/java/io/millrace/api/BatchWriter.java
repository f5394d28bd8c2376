package io.millrace.api;

/**
 * A sink in a program's own code that takes each batch of a query as a whole. Registered by {@link
 * Millrace#foreachBatch}.
 *
 * <p>It is called once for each batch, also for one without rows, in the order of batches and by
 * one thread at a time. A query that continues from a checkpoint may call it again for the last
 * batch of the run before, with the same number and the same rows: writing rows and number in one
 * transaction, and leaving out a number that is there, makes the output exact.
 */
@FunctionalInterface
public interface BatchWriter {

  /**
   * Writes a batch that is decided.
   *
   * @param batchId its number, from 0 without holes
   * @throws Exception whatever ends the query; it is the cause of the query's failure
   */
  void write(OutputBatch batch, long batchId) throws Exception;
}
