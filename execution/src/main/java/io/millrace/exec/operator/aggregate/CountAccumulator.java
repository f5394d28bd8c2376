package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBuilder;
import io.millrace.state.KeyedTable;

/** COUNT: one word. */
final class CountAccumulator extends Accumulator {
  static final int WORDS = 1;

  CountAccumulator(KeyedTable table, int offset) {
    super(table, offset);
  }

  @Override
  void update(Contributions input) {
    long[][] segments = table.segments();
    int width = table.width();
    int[] slots = input.slots;
    int[] weights = input.weights;
    for (int i = 0; i < input.count; i++) {
      int slot = slots[i];
      segments[slot >>> KeyedTable.SEGMENT_BITS][
              (slot & KeyedTable.SEGMENT_MASK) * width + offset] +=
          weights[i];
    }
  }

  @Override
  void merge(Accumulator source, int[] from, int[] to, int count) {
    for (int i = 0; i < count; i++) {
      segment(to[i])[at(to[i])] += partSegment(source, from[i])[partAt(source, from[i])];
    }
  }

  @Override
  void appendResults(int[] slots, int from, int to, ColumnBuilder target) {
    long[] results = target.longsFor(to - from);
    int row = target.rowCount() - from;
    long[][] segments = table.segments();
    int width = table.width();
    for (int i = from; i < to; i++) {
      int slot = slots[i];
      results[row + i] =
          segments[slot >>> KeyedTable.SEGMENT_BITS][
              (slot & KeyedTable.SEGMENT_MASK) * width + offset];
    }
    target.appended(to - from);
  }
}
