package io.millrace.exec.changelog;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.state.StateTables;
import java.util.List;

/**
 * Counts the live rows of each key of a sink whose key the plan cannot prove unique. State: the
 * keys that live, each with its number of rows.
 */
final class LiveKeys {
  private static final int WORDS = 1;

  private final OutputSpec spec;
  private final StoredRows keys;

  LiveKeys(OutputSpec spec, StateTables tables) {
    this.spec = spec;
    this.keys = new StoredRows("live keys", spec, spec.keyColumns(), WORDS, tables);
  }

  /**
   * Adds the changes of a batch, which the tables have begun.
   *
   * @throws io.millrace.api.error.MillraceException KEY_CONFLICT if two rows of one key live behind
   *     it
   */
  void check(List<ColumnBatch> batch) {
    RowPool pool = new RowPool();
    keys.begin();
    for (ColumnBatch piece : batch) {
      keys.add(piece, pool);
    }
    for (int i = 0; i < keys.touchedCount(); i++) {
      if (keys.weight(keys.touchedSlot(i)) > 1) {
        throw KeyConflict.of(spec, pool, keys.touchedReference(i));
      }
    }
    keys.removeEmpty();
  }
}
