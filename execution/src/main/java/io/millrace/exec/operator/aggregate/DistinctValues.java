package io.millrace.exec.operator.aggregate;

import io.millrace.state.MultisetTable;

/** The values of a DISTINCT aggregate, or of several that count the same rows. */
final class DistinctValues {
  private final int[] arguments;
  private final MultisetTable values;
  private int[] transitions = {};

  DistinctValues(int[] arguments, MultisetTable values) {
    this.arguments = arguments;
    this.values = values;
  }

  /** Adds contributions. */
  void add(Contributions input) {
    if (transitions.length < input.count) {
      transitions = new int[input.count];
    }
    values.add(
        input.slots, input.batch, arguments, input.rows, input.weights, input.count, transitions);
  }

  /** Which of the contributions added last brought a value, +1, or took its last copy, −1. */
  int[] transitions() {
    return transitions;
  }

  void removeGroups(int[] slots, int from, int to) {
    values.removeGroups(slots, from, to);
  }
}
