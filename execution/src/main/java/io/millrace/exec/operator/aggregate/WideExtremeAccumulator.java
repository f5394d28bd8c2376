package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.Int128Column;
import io.millrace.state.KeyedTable;

/**
 * MIN and MAX of 128-bit decimals, over input that never takes rows back: whether there is a value,
 * and its two words.
 */
final class WideExtremeAccumulator extends Accumulator {
  static final int WORDS = 3;

  private final int argument;
  private final boolean largest;

  WideExtremeAccumulator(KeyedTable table, int offset, int argument, boolean largest) {
    super(table, offset);
    this.argument = argument;
    this.largest = largest;
  }

  @Override
  void update(Contributions input) {
    long[] words = ((Int128Column) input.batch.column(argument)).words();
    for (int i = 0; i < input.count; i++) {
      add(input.slots[i], words[2 * input.rows[i]], words[2 * input.rows[i] + 1]);
    }
  }

  private void add(int slot, long low, long high) {
    long[] segment = segment(slot);
    int at = at(slot);
    int comparison = Long.compare(high, segment[at + 2]);
    if (comparison == 0) {
      comparison = Long.compareUnsigned(low, segment[at + 1]);
    }
    if (segment[at] == 0 || (largest ? comparison > 0 : comparison < 0)) {
      segment[at] = 1;
      segment[at + 1] = low;
      segment[at + 2] = high;
    }
  }

  @Override
  void merge(Accumulator source, int[] from, int[] to, int count) {
    for (int i = 0; i < count; i++) {
      long[] part = partSegment(source, from[i]);
      int at = partAt(source, from[i]);
      if (part[at] != 0) {
        add(to[i], part[at + 1], part[at + 2]);
      }
    }
  }

  @Override
  void appendResults(int[] slots, int from, int to, ColumnBuilder target) {
    for (int i = from; i < to; i++) {
      long[] segment = segment(slots[i]);
      int at = at(slots[i]);
      if (segment[at] == 0) {
        target.appendNull();
      } else {
        target.appendInt128(segment[at + 1], segment[at + 2]);
      }
    }
  }
}
