package io.millrace.exec.changelog;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import java.util.Arrays;

/** Compares rows of a batch by some columns, column after column. */
final class RowMatch {
  private final int[] columns;

  RowMatch(int[] columns) {
    this.columns = columns;
  }

  /**
   * Which rows are equal, as {@link RowPool} has it.
   *
   * @param left physical rows, each compared with that of the same place on the right
   * @return one for each pair
   */
  boolean[] match(ColumnBatch batch, int[] left, int[] right, int count) {
    boolean[] equal = new boolean[count];
    Arrays.fill(equal, true);
    for (int column : columns) {
      match(batch.column(column), left, right, equal);
    }
    return equal;
  }

  private static void match(Column column, int[] left, int[] right, boolean[] equal) {
    if (column.mayHaveNulls()) {
      matchAny(column, left, right, equal);
    } else if (column instanceof LongColumn longs) {
      long[] values = longs.values();
      for (int i = 0; i < equal.length; i++) {
        equal[i] &= values[left[i]] == values[right[i]];
      }
    } else if (column instanceof IntColumn ints) {
      int[] values = ints.values();
      for (int i = 0; i < equal.length; i++) {
        equal[i] &= values[left[i]] == values[right[i]];
      }
    } else {
      matchAny(column, left, right, equal);
    }
  }

  private static void matchAny(Column column, int[] left, int[] right, boolean[] equal) {
    for (int i = 0; i < equal.length; i++) {
      equal[i] = equal[i] && RowPool.compare(column, left[i], column, right[i]) == 0;
    }
  }
}
