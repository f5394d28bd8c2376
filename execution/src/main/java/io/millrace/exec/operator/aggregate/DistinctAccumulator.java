package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBuilder;
import io.millrace.state.MultisetTable;

/**
 * An aggregate over distinct values: passes a value on when it first comes and takes it back when
 * its last occurrence goes.
 */
final class DistinctAccumulator extends Accumulator {
  private final int[] arguments;
  private final MultisetTable values;
  private final Accumulator inner;
  private final Contributions changed = new Contributions();
  private int[] transitions = {};

  DistinctAccumulator(int[] arguments, MultisetTable values, Accumulator inner) {
    super(inner.table, inner.offset);
    this.arguments = arguments;
    this.values = values;
    this.inner = inner;
  }

  @Override
  boolean needsArrivals() {
    return inner.needsArrivals();
  }

  @Override
  void update(Contributions input) {
    if (transitions.length < input.count) {
      transitions = new int[input.count];
    }
    values.add(
        input.slots, input.batch, arguments, input.rows, input.weights, input.count, transitions);
    inner.update(input.reweighted(transitions, changed));
  }

  @Override
  void appendResults(int[] slots, int from, int to, ColumnBuilder target) {
    inner.appendResults(slots, from, to, target);
  }

  @Override
  void removeGroups(int[] slots, int from, int to) {
    values.removeGroups(slots, from, to);
    inner.removeGroups(slots, from, to);
  }

  @Override
  public long memoryBytes() {
    return inner.memoryBytes();
  }
}
