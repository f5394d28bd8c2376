package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
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

  @Override
  void merge(Accumulator source, int[] from, int[] to, int count) {
    for (int i = 0; i < count; i++) {
      long[] part = partSegment(source, from[i]);
      int partAt = partAt(source, from[i]);
      long[] segment = segment(to[i]);
      int at = at(to[i]);
      long value = part[partAt + 1];
      boolean displaces = largest ? value > segment[at + 1] : value < segment[at + 1];
      if (part[partAt] != 0 && (displaces || segment[at] == 0)) {
        segment[at] = 1;
        segment[at + 1] = value;
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
    int count = to - from;
    switch (target.type().layout()) {
      case LONG -> {
        long[] results = target.longsFor(count);
        for (int i = from, row = target.rowCount(); i < to; i++) {
          results[row++] = value(slots[i]);
        }
        target.appended(count);
      }
      case INT -> {
        int[] results = target.intsFor(count);
        for (int i = from, row = target.rowCount(); i < to; i++) {
          results[row++] = (int) value(slots[i]);
        }
        target.appended(count);
      }
      case DOUBLE -> {
        double[] results = target.doublesFor(count);
        for (int i = from, row = target.rowCount(); i < to; i++) {
          results[row++] = Double.longBitsToDouble(flip(value(slots[i])));
        }
        target.appended(count);
      }
      case BOOLEAN -> {
        for (int i = from; i < to; i++) {
          target.appendBoolean(value(slots[i]) != 0);
        }
      }
      case INT128, BYTES -> throw new IllegalStateException("no word holds " + target.type());
    }
    markWithoutValues(slots, from, to, target);
  }

  private long value(int slot) {
    return segment(slot)[at(slot) + 1];
  }
}
