package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.Validity;

/** Makes one column of the values before and behind a change. */
public final class ColumnPairs {
  private ColumnPairs() {}

  /** Row i is {@code rows[i]} of the old column if its weight is negative, else of the new one. */
  public static Column interleave(Column old, Column now, int[] rows, int[] weights, int count) {
    if (old instanceof LongColumn a && now instanceof LongColumn b) {
      long[] values = longs(a.values(), b.values(), rows, weights, count);
      return new LongColumn(now.type(), count, values, validity(old, now, rows, weights, count));
    }
    if (old instanceof IntColumn a && now instanceof IntColumn b) {
      int[] values = ints(a.values(), b.values(), rows, weights, count);
      return new IntColumn(now.type(), count, values, validity(old, now, rows, weights, count));
    }
    if (old instanceof DoubleColumn a && now instanceof DoubleColumn b) {
      double[] values = doubles(a.values(), b.values(), rows, weights, count);
      return new DoubleColumn(now.type(), count, values, validity(old, now, rows, weights, count));
    }
    ColumnBuilder builder = new ColumnBuilder(now.type(), count);
    for (int i = 0; i < count; i++) {
      builder.appendFrom(weights[i] < 0 ? old : now, rows[i]);
    }
    return builder.build();
  }

  private static long[] longs(long[] old, long[] now, int[] rows, int[] weights, int count) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = weights[i] < 0 ? old[rows[i]] : now[rows[i]];
    }
    return values;
  }

  private static int[] ints(int[] old, int[] now, int[] rows, int[] weights, int count) {
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = weights[i] < 0 ? old[rows[i]] : now[rows[i]];
    }
    return values;
  }

  private static double[] doubles(
      double[] old, double[] now, int[] rows, int[] weights, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = weights[i] < 0 ? old[rows[i]] : now[rows[i]];
    }
    return values;
  }

  private static long[] validity(Column old, Column now, int[] rows, int[] weights, int count) {
    if (!old.mayHaveNulls() && !now.mayHaveNulls()) {
      return Validity.NONE;
    }
    long[] validity = Validity.allValid(count);
    for (int i = 0; i < count; i++) {
      if ((weights[i] < 0 ? old : now).isNull(rows[i])) {
        Validity.setNull(validity, i);
      }
    }
    return validity;
  }
}
