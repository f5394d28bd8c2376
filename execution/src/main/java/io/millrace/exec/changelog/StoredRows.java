package io.millrace.exec.changelog;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.DataType;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyHashing;
import io.millrace.state.KeyedTable;
import io.millrace.state.StateTables;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rows of the result that outlive a batch, found by some of their columns. The first word of a row
 * is the sum of the weights that were added to it. Remembers which rows a batch has touched.
 */
final class StoredRows {
  private static final int WEIGHT = 0;

  private final OutputSpec spec;
  private final int[] columns;
  private final KeyedTable table;
  private final EncodedKeys keys;
  private final IntArrayList touched = new IntArrayList();
  private final LongArrayList references = new LongArrayList();
  private final LongArrayList before = new LongArrayList();

  /**
   * Opens the table.
   *
   * @param name of the table
   * @param columns of the result by which rows are found
   * @param words of a row, its weight among them
   */
  StoredRows(String name, OutputSpec spec, int[] columns, int words, StateTables tables) {
    this.spec = spec;
    this.columns = columns;
    // nullable whatever the plan proves today, so that the layout stays
    List<DataType> types =
        IntStream.of(columns).mapToObj(i -> spec.schema().type(i).withNullable(true)).toList();
    this.table = tables.keyed(name, types, words, Optional.empty());
    table.letLeave();
    this.keys = new EncodedKeys(table.layout());
  }

  /** Begins a batch; the tables have begun it. */
  void begin() {
    touched.clear();
    references.clear();
    before.clear();
  }

  /** Adds the weights of rows, which the pool takes. */
  void add(ColumnBatch changes, RowPool pool) {
    int batch = pool.attach(changes);
    int size = changes.size();
    int[] rows = new int[size];
    for (int i = 0; i < size; i++) {
      rows[i] = changes.row(i);
    }
    long[] hashes = new long[size];
    KeyHashing.hash(changes, columns, rows, size, hashes);
    keys.encode(changes, columns, rows, size, hashes);
    int[] slots = new int[size];
    table.upsert(keys, slots);
    int[] positions = table.touched();
    for (int i = 0; i < table.touchedCount(); i++) {
      int slot = slots[positions[i]];
      touched.add(slot);
      references.add(RowPool.reference(batch, rows[positions[i]]));
      before.add(weight(slot));
    }
    for (int i = 0; i < size; i++) {
      setWord(slots[i], WEIGHT, weight(slots[i]) + changes.weight(rows[i]));
    }
  }

  /** How many rows the batch has touched so far; they are numbered in the order of their coming. */
  int touchedCount() {
    return touched.size();
  }

  int touchedSlot(int number) {
    return touched.getInt(number);
  }

  /** The touched row in the pool. */
  long touchedReference(int number) {
    return references.getLong(number);
  }

  /** The weight of a touched row before the batch. */
  long weightBefore(int number) {
    return before.getLong(number);
  }

  /** Removes the touched rows whose weight is 0 now. */
  void removeEmpty() {
    int[] empty = new int[touched.size()];
    int count = 0;
    for (int i = 0; i < empty.length; i++) {
      if (weight(touched.getInt(i)) == 0) {
        empty[count++] = touched.getInt(i);
      }
    }
    table.remove(empty, 0, count);
  }

  long weight(int slot) {
    return word(slot, WEIGHT);
  }

  long word(int slot, int word) {
    return table.segments()[slot >>> KeyedTable.SEGMENT_BITS][at(slot) + word];
  }

  /** Writes a word of a row that this batch has touched. */
  void setWord(int slot, int word, long value) {
    table.segments()[slot >>> KeyedTable.SEGMENT_BITS][at(slot) + word] = value;
  }

  private int at(int slot) {
    return (slot & KeyedTable.SEGMENT_MASK) * table.width() + table.stateOffset();
  }

  IntArrayList allSlots() {
    IntArrayList slots = new IntArrayList(table.size());
    table.allSlots(slots);
    return slots;
  }

  /** Copies rows of a table that is found by all columns. */
  ColumnBatch rows(int[] slots, int from, int to) {
    Column[] copied = new Column[columns.length];
    for (int i = 0; i < copied.length; i++) {
      ColumnBuilder builder = new ColumnBuilder(spec.schema().type(i), to - from);
      table.appendKeys(i, slots, from, to, builder);
      copied[i] = builder.build();
    }
    return ColumnBatch.of(spec.schema(), to - from, copied);
  }
}
