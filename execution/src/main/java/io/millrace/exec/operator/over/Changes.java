package io.millrace.exec.operator.over;

import io.millrace.api.batch.ColumnBatch;

/**
 * What changes in a partition, row by row in their order; each row is there once.
 *
 * @param rows the rows, whose copies become more or fewer
 * @param weights how many copies come; fewer than 0 if they go
 * @param first the position of the first copy before the change, or where it would be
 * @param before how many copies there are before the change
 * @param newPeers whether the row is sorted otherwise than the one before it in this list
 */
record Changes(ColumnBatch rows, int[] weights, long[] first, long[] before, boolean[] newPeers) {

  int count() {
    return weights.length;
  }

  /** The position behind the last copy before the change. */
  long end(int i) {
    return first[i] + before[i];
  }

  /** How many copies there are behind the change. */
  long after(int i) {
    return before[i] + weights[i];
  }
}
