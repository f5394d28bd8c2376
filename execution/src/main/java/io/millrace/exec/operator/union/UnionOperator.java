package io.millrace.exec.operator.union;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.LinearOperator;
import io.millrace.exec.operator.RowOutput;

/** Gives the rows of one input of a UNION ALL under the names of the whole. */
public final class UnionOperator implements LinearOperator {
  private final Schema output;

  public UnionOperator(Schema output) {
    this.output = output;
  }

  @Override
  public void process(ColumnBatch input, RowOutput rows) {
    Column[] columns = new Column[input.columnCount()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = input.column(i);
    }
    rows.rows(input.withColumns(output, columns));
  }
}
