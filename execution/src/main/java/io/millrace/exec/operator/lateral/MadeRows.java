package io.millrace.exec.operator.lateral;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.exec.operator.RowOutput;
import io.millrace.plan.physical.OperatorSpec.LateralSpec;

/** Rows that are made of rows of an input, whose columns stand before their own. */
final class MadeRows {
  private final LateralSpec spec;
  private final int inputColumns;
  private final ColumnBuilder[] made;
  private final int[] origins = new int[ColumnBatch.MAX_ROWS];
  private int count;

  MadeRows(LateralSpec spec) {
    this.spec = spec;
    this.inputColumns = spec.input().output().size();
    this.made = new ColumnBuilder[spec.output().size() - inputColumns];
    for (int i = 0; i < made.length; i++) {
      made[i] = new ColumnBuilder(spec.output().type(inputColumns + i), ColumnBatch.MAX_ROWS);
    }
  }

  /** How many columns are made. */
  int width() {
    return made.length;
  }

  /** A column that is made. */
  ColumnBuilder column(int index) {
    return made[index];
  }

  void appendNulls() {
    for (ColumnBuilder column : made) {
      column.appendNull();
    }
  }

  /** Ends a row that was made of that one. */
  void end(ColumnBatch input, int row, RowOutput output) {
    origins[count++] = row;
    if (count == ColumnBatch.MAX_ROWS) {
      give(input, output);
    }
  }

  /** Hands on the rows there are. */
  void give(ColumnBatch input, RowOutput output) {
    if (count == 0) {
      return;
    }
    Column[] columns = new Column[inputColumns + made.length];
    for (int i = 0; i < inputColumns; i++) {
      columns[i] = input.column(i).gather(origins, count);
    }
    for (int i = 0; i < made.length; i++) {
      columns[inputColumns + i] = made[i].build();
    }
    int[] weights = ColumnBatch.NONE;
    if (!input.isInsertOnly()) {
      weights = new int[count];
      for (int i = 0; i < count; i++) {
        weights[i] = input.weight(origins[i]);
      }
    }
    int rows = count;
    count = 0;
    output.rows(ColumnBatch.weighted(spec.output(), rows, weights, columns));
  }
}
