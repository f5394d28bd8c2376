package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.Int128Column;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.state.KeyedTable;

/**
 * SUM and AVG of whole numbers and decimals: the number of values, then their sum in 192 bits, so
 * that no order of additions can overflow; only a result is checked against its type.
 */
final class ExactSumAccumulator extends Accumulator {
  static final int WORDS = 4;

  private final int argument;
  private final ExactSumResult result;

  ExactSumAccumulator(KeyedTable table, int offset, int argument, ExactSumResult result) {
    super(table, offset);
    this.argument = argument;
    this.result = result;
  }

  @Override
  void update(Contributions input) {
    Column column = input.batch.column(argument);
    if (column instanceof LongColumn longs) {
      addLongs(longs.values(), input);
    } else if (column instanceof IntColumn ints) {
      addInts(ints.values(), input);
    } else {
      addWide(((Int128Column) column).words(), input);
    }
  }

  private void addLongs(long[] values, Contributions input) {
    long[][] segments = table.segments();
    int width = table.width();
    for (int i = 0; i < input.count; i++) {
      int slot = input.slots[i];
      long[] segment = segments[slot >>> KeyedTable.SEGMENT_BITS];
      int at = (slot & KeyedTable.SEGMENT_MASK) * width + offset;
      long value = values[input.rows[i]];
      long weight = input.weights[i];
      segment[at] += weight;
      add(segment, at + 1, value * weight, Math.multiplyHigh(value, weight));
    }
  }

  private void addInts(int[] values, Contributions input) {
    long[][] segments = table.segments();
    int width = table.width();
    for (int i = 0; i < input.count; i++) {
      int slot = input.slots[i];
      long[] segment = segments[slot >>> KeyedTable.SEGMENT_BITS];
      int at = (slot & KeyedTable.SEGMENT_MASK) * width + offset;
      long product = (long) values[input.rows[i]] * input.weights[i];
      segment[at] += input.weights[i];
      add(segment, at + 1, product, product >> 63);
    }
  }

  /** Adds a signed 128-bit number. */
  private static void add(long[] segment, int at, long low, long high) {
    long sum = segment[at] + low;
    segment[at] = sum;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    long middle = segment[at + 1];
    long newMiddle = middle + high + carry;
    segment[at + 1] = newMiddle;
    // sign-extend the addend into the third word, with the carry out of the second
    long carryOut = (middle & high | (middle | high) & ~newMiddle) >>> 63;
    segment[at + 2] += (high >> 63) + carryOut;
  }

  private void addWide(long[] words, Contributions input) {
    for (int i = 0; i < input.count; i++) {
      int row = input.rows[i];
      long weight = input.weights[i];
      long[] segment = segment(input.slots[i]);
      int at = at(input.slots[i]);
      segment[at] += weight;
      long low = words[2 * row];
      long high = words[2 * row + 1];
      // (high·2^64 + unsigned low) · weight, the low product's high half corrected for its sign
      long lowHigh = Math.multiplyHigh(low, weight) + (low < 0 ? weight : 0);
      add(segment, at + 1, low * weight, lowHigh);
      addShifted(segment, at + 2, high * weight, Math.multiplyHigh(high, weight));
    }
  }

  /** Adds a signed number of two words to two words, dropping what overflows the second. */
  private static void addShifted(long[] segment, int at, long low, long high) {
    long sum = segment[at] + low;
    segment[at] = sum;
    segment[at + 1] += high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
  }

  @Override
  void merge(Accumulator source, int[] from, int[] to, int count) {
    for (int i = 0; i < count; i++) {
      long[] part = partSegment(source, from[i]);
      int partAt = partAt(source, from[i]);
      long[] segment = segment(to[i]);
      int at = at(to[i]);
      segment[at] += part[partAt];
      long top = segment[at + 3] + part[partAt + 3];
      segment[at + 3] = top - (part[partAt + 2] >> 63);
      // adds two words and their sign; the third word is more than that sign by the rest
      add(segment, at + 1, part[partAt + 1], part[partAt + 2]);
    }
  }

  @Override
  void appendResults(int[] slots, int from, int to, ColumnBuilder target) {
    switch (result.shape()) {
      case WORD -> appendWords(slots, from, to, target);
      case TWO_WORDS -> appendTwoWords(slots, from, to, target);
      case FLOATING -> appendFloating(slots, from, to, target);
      case OTHER -> appendOthers(slots, from, to, target);
    }
  }

  private void appendWords(int[] slots, int from, int to, ColumnBuilder target) {
    long[] results = target.longsFor(to - from);
    int row = target.rowCount() - from;
    boolean nulls = false;
    for (int i = from; i < to; i++) {
      long[] segment = segment(slots[i]);
      int at = at(slots[i]);
      nulls |= segment[at] <= 0;
      results[row + i] =
          segment[at] <= 0 ? 0 : result.word(segment[at + 1], segment[at + 2], segment[at + 3]);
    }
    target.appended(to - from);
    if (nulls) {
      markWithoutValues(slots, from, to, target);
    }
  }

  private void appendTwoWords(int[] slots, int from, int to, ColumnBuilder target) {
    long[] results = target.longsFor(to - from);
    int row = target.rowCount() - from;
    boolean nulls = false;
    for (int i = from; i < to; i++) {
      long[] segment = segment(slots[i]);
      int at = at(slots[i]);
      nulls |= segment[at] <= 0;
      if (segment[at] > 0) {
        result.checkTwoWords(segment[at + 1], segment[at + 2], segment[at + 3]);
      }
      results[2 * (row + i)] = segment[at + 1];
      results[2 * (row + i) + 1] = segment[at + 2];
    }
    target.appended(to - from);
    if (nulls) {
      markWithoutValues(slots, from, to, target);
    }
  }

  private void appendFloating(int[] slots, int from, int to, ColumnBuilder target) {
    double[] results = target.doublesFor(to - from);
    int row = target.rowCount() - from;
    boolean nulls = false;
    for (int i = from; i < to; i++) {
      long[] segment = segment(slots[i]);
      int at = at(slots[i]);
      nulls |= segment[at] <= 0;
      results[row + i] =
          segment[at] <= 0
              ? 0
              : result.floating(segment[at], segment[at + 1], segment[at + 2], segment[at + 3]);
    }
    target.appended(to - from);
    if (nulls) {
      markWithoutValues(slots, from, to, target);
    }
  }

  private void appendOthers(int[] slots, int from, int to, ColumnBuilder target) {
    for (int i = from; i < to; i++) {
      long[] segment = segment(slots[i]);
      int at = at(slots[i]);
      if (segment[at] <= 0) {
        target.appendNull();
      } else {
        result.append(segment[at], segment[at + 1], segment[at + 2], segment[at + 3], target);
      }
    }
  }
}
