package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBuilder;
import io.millrace.state.KeyedTable;
import io.millrace.state.OrderedTable;

/** An aggregate whose state is rows in order; its result is read off them. */
abstract class KeptRowsAccumulator extends Accumulator {
  static final int WORDS = 0;

  final OrderedTable kept;
  final int valueColumn;
  private final KeptRows rows;
  final int[] group = new int[1];
  final int[] handle = new int[1];
  private final long[] position = new long[1];

  KeptRowsAccumulator(KeyedTable groups, int offset, KeptRows rows) {
    super(groups, offset);
    this.rows = rows;
    this.kept = rows.table();
    this.valueColumn = rows.valueColumn();
  }

  @Override
  final boolean needsArrivals() {
    return rows.isByArrival();
  }

  @Override
  final void update(Contributions input) {
    rows.add(input);
  }

  @Override
  final void appendResults(int[] slots, int from, int to, ColumnBuilder target) {
    for (int i = from; i < to; i++) {
      group[0] = slots[i];
      kept.sizes(group, 1, position);
      if (position[0] <= 0) {
        appendEmpty(target);
      } else {
        appendResult(position[0], target);
      }
    }
  }

  /** Appends the result for a group without values. */
  void appendEmpty(ColumnBuilder target) {
    target.appendNull();
  }

  /** Appends the result for the group, which weighs so much. */
  abstract void appendResult(long size, ColumnBuilder target);

  /** Appends the value at a position of the group. */
  final void appendValue(long at, ColumnBuilder target) {
    position[0] = at;
    kept.select(group, position, 1, handle);
    kept.append(valueColumn, handle, 0, 1, target);
  }

  @Override
  final void removeGroups(int[] slots, int from, int to) {
    rows.removeGroups(slots, from, to);
  }
}
