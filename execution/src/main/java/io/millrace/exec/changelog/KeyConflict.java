package io.millrace.exec.changelog;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.util.List;

/** The error of a result that has two rows with one key. */
final class KeyConflict {
  private KeyConflict() {}

  /** Two live rows of the result have the key of that row. */
  static MillraceException of(OutputSpec spec, RowPool pool, long reference) {
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
