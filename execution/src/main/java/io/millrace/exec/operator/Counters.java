package io.millrace.exec.operator;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyHashing;
import io.millrace.state.KeyedTable;
import io.millrace.state.StateTables;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A few numbers that are state, all 0 at first: the one row of a table without key columns. Written
 * only in batches in which a number changes.
 */
public final class Counters {
  private static final int[] NO_COLUMNS = {};
  private static final int NO_SLOT = -1;

  private final KeyedTable table;
  private final EncodedKeys key;
  private final IntArrayList found = new IntArrayList(1);
  private final int[] slot = {NO_SLOT};
  private boolean touched;

  /**
   * Opens the numbers.
   *
   * @param name of their table
   * @param count how many they are
   */
  public Counters(String name, int count, StateTables tables) {
    this.table = tables.keyed(name, List.of(), count, Optional.empty());
    this.key = onlyKey(table);
  }

  /** The key of a table without key columns, as every row has it. */
  public static EncodedKeys onlyKey(KeyedTable table) {
    ColumnBatch row = ColumnBatch.of(Schema.EMPTY, 1);
    long[] hash = new long[1];
    KeyHashing.hash(row, NO_COLUMNS, NO_COLUMNS, 1, hash);
    EncodedKeys key = new EncodedKeys(table.layout());
    key.encode(row, NO_COLUMNS, NO_COLUMNS, 1, hash);
    return key;
  }

  /** Begins a batch; the tables have begun it. */
  public void begin() {
    touched = false;
    found.clear();
    table.allSlots(found);
    slot[0] = found.isEmpty() ? NO_SLOT : found.getInt(0);
  }

  public long get(int number) {
    return slot[0] == NO_SLOT ? 0 : segment()[at(number)];
  }

  public void set(int number, long value) {
    if (value == get(number)) {
      return;
    }
    if (!touched) {
      touched = true;
      table.upsert(key, slot);
    }
    segment()[at(number)] = value;
  }

  private long[] segment() {
    return table.segments()[slot[0] >>> KeyedTable.SEGMENT_BITS];
  }

  private int at(int number) {
    return (slot[0] & KeyedTable.SEGMENT_MASK) * table.width() + table.stateOffset() + number;
  }
}
