package io.millrace.exec.fluent;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.table.Row;

/** Makes the objects of a program out of rows. */
public interface RowDecoder<T> {

  /** Rows as they are. */
  RowDecoder<Row> ROWS = (rows, index) -> Row.of(rows.schema(), rows.values(index));

  /** The object that the row of that index is. */
  T decode(ColumnBatch rows, int index);
}
