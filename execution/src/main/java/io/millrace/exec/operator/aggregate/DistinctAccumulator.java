package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBuilder;

/**
 * An aggregate over distinct values: passes a value on when it first comes and takes it back when
 * its last occurrence goes. Several aggregates may share their values, which the first of them
 * keeps.
 */
final class DistinctAccumulator extends Accumulator {
  private final DistinctValues values;
  private final boolean keepsValues;
  private final Accumulator inner;
  private final Contributions changed = new Contributions();

  DistinctAccumulator(DistinctValues values, boolean keepsValues, Accumulator inner) {
    super(inner.table, inner.offset);
    this.values = values;
    this.keepsValues = keepsValues;
    this.inner = inner;
  }

  @Override
  boolean needsArrivals() {
    return inner.needsArrivals();
  }

  @Override
  void update(Contributions input) {
    if (keepsValues) {
      values.add(input);
    }
    inner.update(input.reweighted(values.transitions(), changed));
  }

  @Override
  void appendResults(int[] slots, int from, int to, ColumnBuilder target) {
    inner.appendResults(slots, from, to, target);
  }

  @Override
  void removeGroups(int[] slots, int from, int to) {
    if (keepsValues) {
      values.removeGroups(slots, from, to);
    }
    inner.removeGroups(slots, from, to);
  }

  @Override
  public long memoryBytes() {
    return inner.memoryBytes();
  }
}
