package io.millrace.exec.operator.over;

import io.millrace.api.batch.Column;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/** Looks for rows whose value is not NULL, in steps that grow. */
final class ValueScan {
  private static final int FIRST_STEP = 16;
  private static final int LONGEST_STEP = 4096;

  private ValueScan() {}

  /**
   * The positions of the next values.
   *
   * @param from the border that is gone away from
   * @param ahead whether towards the end of the partition
   * @param wanted how many values
   */
  static LongArrayList away(Partition partition, int column, long from, boolean ahead, int wanted) {
    LongArrayList found = new LongArrayList();
    long at = from;
    int step = FIRST_STEP;
    while (found.size() < wanted && (ahead ? at < partition.size() : at > 0)) {
      long first = ahead ? at : Math.max(0, at - step);
      long end = ahead ? Math.min(partition.size(), at + step) : at;
      int[] handles = partition.handles(first, end);
      Column values = partition.column(column, handles, handles.length);
      for (int k = 0; k < handles.length && found.size() < wanted; k++) {
        int i = ahead ? k : handles.length - 1 - k;
        if (!values.isNull(i)) {
          found.add(first + i);
        }
      }
      at = ahead ? end : first;
      step = Math.min(LONGEST_STEP, 2 * step);
    }
    return found;
  }
}
