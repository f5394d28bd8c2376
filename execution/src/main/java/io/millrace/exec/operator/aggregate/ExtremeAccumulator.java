package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.types.Layout;
import io.millrace.state.KeyHashing;
import io.millrace.state.KeyedTable;

/**
 * MIN and MAX of values of one word, over input that never takes rows back: whether there is a
 * value, and the value, doubles as numbers that sort as they do.
 */
final class ExtremeAccumulator extends Accumulator {
  static final int WORDS = 2;

  private final int argument;
  private final boolean largest;
  private long[] values = {};

  ExtremeAccumulator(KeyedTable table, int offset, int argument, boolean largest) {
    super(table, offset);
    this.argument = argument;
    this.largest = largest;
  }

  @Override
  void update(Contributions input) {
    if (values.length < input.count) {
      values = new long[input.count];
    }
    gather(input.batch.column(argument), input);
    long[][] segments = table.segments();
    int width = table.width();
    int[] slots = input.slots;
    for (int i = 0; i < input.count; i++) {
      int slot = slots[i];
      long[] segment = segments[slot >>> KeyedTable.SEGMENT_BITS];
      int at = (slot & KeyedTable.SEGMENT_MASK) * width + offset;
      long old = segment[at + 1];
      if (segment[at] == 0 || (largest ? values[i] > old : values[i] < old)) {
        segment[at] = 1;
        segment[at + 1] = values[i];
      }
    }
  }

  private void gather(Column column, Contributions input) {
    int[] rows = input.rows;
    if (column instanceof LongColumn source) {
      for (int i = 0; i < input.count; i++) {
        values[i] = source.values()[rows[i]];
      }
    } else if (column instanceof IntColumn source) {
      for (int i = 0; i < input.count; i++) {
        values[i] = source.values()[rows[i]];
      }
    } else if (column instanceof DoubleColumn source) {
      for (int i = 0; i < input.count; i++) {
        values[i] = flip(KeyHashing.doubleWord(source.values()[rows[i]]));
      }
    } else {
      byte[] source = ((BooleanColumn) column).values();
      for (int i = 0; i < input.count; i++) {
        values[i] = source[rows[i]];
      }
    }
  }

  /** Takes bits of a double to a number that sorts like it, and back. */
  private static long flip(long bits) {
    return bits ^ bits >> 63 & Long.MAX_VALUE;
  }

  @Override
  void appendResults(int[] slots, int from, int to, ColumnBuilder target) {
    Layout layout = target.type().layout();
    for (int i = from; i < to; i++) {
      long[] segment = segment(slots[i]);
      int at = at(slots[i]);
      long value = segment[at + 1];
      if (segment[at] == 0) {
        target.appendNull();
      } else if (layout == Layout.LONG) {
        target.appendLong(value);
      } else if (layout == Layout.INT) {
        target.appendInt((int) value);
      } else if (layout == Layout.DOUBLE) {
        target.appendDouble(Double.longBitsToDouble(flip(value)));
      } else {
        target.appendBoolean(value != 0);
      }
    }
  }
}
