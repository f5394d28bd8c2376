package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBuilder;
import io.millrace.state.KeyedTable;
import io.millrace.state.MultisetTable;

/** MIN and MAX where rows may go: all values with their weights, in order. */
final class RetractingExtremeAccumulator extends Accumulator {
  static final int WORDS = 0;

  private final int[] arguments;
  private final boolean largest;
  private final MultisetTable values;
  private int[] transitions = {};

  RetractingExtremeAccumulator(
      KeyedTable table, int offset, int argument, boolean largest, MultisetTable values) {
    super(table, offset);
    this.arguments = new int[] {argument};
    this.largest = largest;
    this.values = values;
  }

  @Override
  void update(Contributions input) {
    if (transitions.length < input.count) {
      transitions = new int[input.count];
    }
    values.add(
        input.slots, input.batch, arguments, input.rows, input.weights, input.count, transitions);
  }

  @Override
  void appendResults(int[] slots, int from, int to, ColumnBuilder target) {
    for (int i = from; i < to; i++) {
      int value = values.extreme(slots[i], largest);
      if (value == MultisetTable.NONE) {
        target.appendNull();
      } else {
        values.append(value, target);
      }
    }
  }

  @Override
  void removeGroups(int[] slots, int from, int to) {
    values.removeGroups(slots, from, to);
  }
}
