package io.millrace.exec.operator.topn;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.operator.sort.RowOrder;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntComparator;

/**
 * What a batch changes, put together: each row once, with the sum of its weights, in the order of
 * partitions' hashes and within a partition in that of rows.
 */
final class Changes {
  private final int[] partitions;
  private final int[] rows;
  private final int[] weights;
  private int count;

  /**
   * @param batch rows as they are to lie, dense
   * @param order of these rows, by all columns
   * @param partitionOf by row
   * @param ranks by partition, its place in the order of partitions
   */
  Changes(ColumnBatch batch, RowOrder order, int[] partitionOf, int[] ranks) {
    int size = batch.size();
    this.partitions = new int[size];
    this.rows = new int[size];
    this.weights = new int[size];
    int[] sorted = new int[size];
    for (int i = 0; i < size; i++) {
      sorted[i] = i;
    }
    IntComparator byRow = order.comparator(batch);
    IntComparator byPartition =
        (a, b) -> {
          int left = ranks[partitionOf[a]];
          int right = ranks[partitionOf[b]];
          return left == right ? byRow.compare(a, b) : Integer.compare(left, right);
        };
    IntArrays.mergeSort(sorted, byPartition);
    int from = 0;
    while (from < size) {
      int to = from + 1;
      long weight = batch.weight(sorted[from]);
      while (to < size && byPartition.compare(sorted[from], sorted[to]) == 0) {
        weight += batch.weight(sorted[to++]);
      }
      if (weight != 0) {
        partitions[count] = partitionOf[sorted[from]];
        rows[count] = sorted[from];
        weights[count++] = Math.toIntExact(weight);
      }
      from = to;
    }
  }

  int count() {
    return count;
  }

  int[] partitions() {
    return partitions;
  }

  /** The rows of the batch; of rows that are equal the first that came. */
  int[] rows() {
    return rows;
  }

  int[] weights() {
    return weights;
  }

  /** The end of the changes of the partition that begins there. */
  int end(int from) {
    int to = from;
    while (to < count && partitions[to] == partitions[from]) {
      to++;
    }
    return to;
  }
}
