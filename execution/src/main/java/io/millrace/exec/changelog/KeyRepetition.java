package io.millrace.exec.changelog;

import io.millrace.api.batch.ColumnBatch;
import java.util.List;

/**
 * Checks that changes come as the plan promises: each key once in a batch, with one row or with an
 * old one and the new one directly behind it. Costs as much as it spares, so it is for tests.
 */
final class KeyRepetition {
  private final int[] columns;
  private final RowPool pool = new RowPool();
  private final RowTable keys;

  KeyRepetition(OutputSpec spec) {
    this.columns = spec.keyColumns();
    this.keys = new RowTable(pool, columns);
  }

  /** Whether no key comes up twice. */
  boolean isAbsent(List<ColumnBatch> batch) {
    for (ColumnBatch piece : batch) {
      int number = pool.attach(piece);
      for (int i = 0; i < piece.size(); i++) {
        int row = piece.row(i);
        boolean behindOld = i > 0 && piece.weight(row) > 0 && piece.weight(piece.row(i - 1)) < 0;
        boolean sameKey =
            behindOld
                && pool.equal(
                    RowPool.reference(number, piece.row(i - 1)),
                    RowPool.reference(number, row),
                    columns);
        int known = keys.size();
        keys.add(RowPool.reference(number, row), 0);
        if (keys.size() == known && !sameKey) {
          return false;
        }
      }
    }
    return true;
  }
}
