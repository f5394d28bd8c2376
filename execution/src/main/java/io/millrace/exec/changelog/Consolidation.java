package io.millrace.exec.changelog;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.util.List;

/** Sums up weights of equal rows. */
final class Consolidation {
  private Consolidation() {}

  /** Adds every row of the batch, which the pool takes, with its weight to the table. */
  static void addAll(RowPool pool, RowTable table, ColumnBatch changes) {
    int batch = pool.attach(changes);
    for (int i = 0; i < changes.size(); i++) {
      int row = changes.row(i);
      table.add(RowPool.reference(batch, row), changes.weight(row));
    }
  }

  /** Two live rows of the result have the key of that row. */
  static MillraceException keyConflict(OutputSpec spec, RowPool pool, long reference) {
    int[] columns = spec.keyColumns();
    List<Object> values = pool.values(reference, columns);
    StringBuilder key = new StringBuilder("(");
    for (int i = 0; i < columns.length; i++) {
      key.append(i == 0 ? "" : ", ")
          .append(spec.schema().name(columns[i]))
          .append(" = ")
          .append(values.get(i));
    }
    return error(ErrorCode.KEY_CONFLICT, key.append(')'), spec.sinkName())
        .hint("group by the key, or declare a PRIMARY KEY that tells the rows apart")
        .build();
  }
}
