package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBuilder;
import io.millrace.state.KeyedTable;

/** COUNT of all rows: the number of rows that {@link Groups} keeps anyway. */
final class RowCount extends Accumulator {
  private final CountAccumulator rows;

  RowCount(KeyedTable table, int rowsWord) {
    super(table, rowsWord);
    this.rows = new CountAccumulator(table, rowsWord);
  }

  @Override
  void update(Contributions input) {
    // counted once for all
  }

  @Override
  void merge(Accumulator source, int[] from, int[] to, int count) {
    // added up once for all
  }

  @Override
  void appendResults(int[] slots, int from, int to, ColumnBuilder target) {
    rows.appendResults(slots, from, to, target);
  }
}
