package io.millrace.api.batch;

import static java.util.Objects.requireNonNull;

/**
 * Changes as a sink receives them: rows, each with its kind.
 *
 * @param rows the rows; a dense batch, its weights mean nothing
 * @param kinds a kind for each row; empty if every row is an {@link RowKind#INSERT}
 */
public record ChangeBatch(ColumnBatch rows, RowKind[] kinds) {
  private static final RowKind[] ALL_INSERTS = {};

  public ChangeBatch {
    requireNonNull(rows, "rows is null");
    if (!rows.isDense()) {
      throw new IllegalArgumentException("rows are not dense");
    }
    if (kinds.length != 0 && kinds.length < rows.size()) {
      throw new IllegalArgumentException(kinds.length + " kinds for " + rows.size() + " rows");
    }
  }

  /** Rows that are all new. */
  public static ChangeBatch inserts(ColumnBatch rows) {
    return new ChangeBatch(rows.compact(), ALL_INSERTS);
  }

  public int size() {
    return rows.size();
  }

  public RowKind kind(int i) {
    return kinds.length == 0 ? RowKind.INSERT : kinds[i];
  }

  public boolean isInsertOnly() {
    return kinds.length == 0;
  }
}
