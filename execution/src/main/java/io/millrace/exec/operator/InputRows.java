package io.millrace.exec.operator;

import io.millrace.api.batch.ColumnBatch;

/**
 * Rows of a batch that are meant for one partition of a stateful operator.
 *
 * @param batch shared with the other partitions, not to be written
 * @param count how many rows
 * @param rows physical rows of the batch
 * @param hashes of the key of each row
 * @param positions place of each row among the batch's rows, ascending
 * @param firstPosition place of the batch's first row in all the operator ever received, so that
 *     order of arrival is known whatever the number of partitions
 */
public record InputRows(
    ColumnBatch batch, int count, int[] rows, long[] hashes, int[] positions, long firstPosition) {

  /** The place of a row in the order of arrival. */
  public long arrival(int i) {
    return firstPosition + positions[i];
  }
}
