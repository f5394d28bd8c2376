package io.millrace.exec.operator.recursion;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.SlotsByHash;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyHashing;
import io.millrace.state.KeyedTable;
import io.millrace.state.MultisetTable;
import io.millrace.state.StateTables;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rows of a recursion. With UNION ALL: a row, and how often it is in all rounds together. With
 * UNION: a row, the round in which it is new, and in which rounds it is derived how often. The one
 * word of a row is its weight; with UNION the round, counted from 1, 0 for none.
 */
final class RoundRows {
  /** No round. */
  static final long NONE = -1;

  private static final int WORDS = 1;

  private final Schema schema;
  private final Schema withRound;
  private final boolean distinct;
  private final int[] columns;
  private final int[] roundColumn;
  private final KeyedTable table;
  private final EncodedKeys keys;
  private final Optional<MultisetTable> derived;
  private final IntArrayList touched = new IntArrayList();
  private final LongArrayList before = new LongArrayList();
  private int[] slots = {};
  private int[] rows = {};
  private int[] weights = {};
  private int[] transitions = {};
  private long[] hashes = {};

  /**
   * @param withRound the columns and the round
   * @param distinct whether rows are only in their first round
   */
  RoundRows(Schema schema, Schema withRound, boolean distinct, StateTables tables) {
    this.schema = schema;
    this.withRound = withRound;
    this.distinct = distinct;
    this.columns = IntStream.range(0, schema.size()).toArray();
    this.roundColumn = new int[] {schema.size()};
    this.table =
        tables.keyed(
            "rows", schema.fields().stream().map(Field::type).toList(), WORDS, Optional.empty());
    table.letLeave();
    this.keys = new EncodedKeys(table.layout());
    this.derived =
        distinct
            ? Optional.of(
                tables.multiset("rounds", table, List.of(withRound.type(schema.size())), true))
            : Optional.empty();
  }

  /** Adds rows to their rounds, and lets those be looked at that this has changed. */
  void add(ColumnBatch batch, Pending pending) {
    int count = batch.size();
    ensure(count);
    for (int i = 0; i < count; i++) {
      rows[i] = batch.row(i);
      weights[i] = batch.weight(rows[i]);
    }
    KeyHashing.hash(batch, columns, rows, count, hashes);
    keys.encode(batch, columns, rows, count, hashes);
    table.upsert(keys, slots);
    int[] positions = table.touched();
    for (int i = 0; i < table.touchedCount(); i++) {
      touched.add(slots[positions[i]]);
      before.add(word(slots[positions[i]]));
    }
    derived.ifPresent(
        each -> each.add(slots, batch, roundColumn, rows, weights, count, transitions));
    long[] rounds = ((LongColumn) batch.column(schema.size())).values();
    for (int i = 0; i < count; i++) {
      if (!distinct || transitions[i] != 0) {
        pending.add(rounds[rows[i]], slots[i], weights[i]);
      }
    }
  }

  private void ensure(int count) {
    if (slots.length < count) {
      int length = Math.max(count, 2 * slots.length);
      slots = new int[length];
      rows = new int[length];
      weights = new int[length];
      transitions = new int[length];
      hashes = new long[length];
    }
  }

  /** The first round that derives a row; {@link #NONE} if none does. */
  long firstRound(int slot) {
    MultisetTable rounds = derived.orElseThrow();
    int handle = rounds.extreme(slot, false);
    return handle == MultisetTable.NONE ? NONE : rounds.word(handle, rounds.layout().offset(1));
  }

  /** The round that a row is said to be in. */
  long round(int slot) {
    return word(slot) - 1;
  }

  void setRound(int slot, long round) {
    segment(slot)[at(slot)] = round + 1;
  }

  /** Adds to the weight that a row has in all rounds together. */
  void addWeight(int slot, int weight) {
    segment(slot)[at(slot)] += weight;
  }

  /** The rows that this batch has touched. */
  IntArrayList touched() {
    return touched;
  }

  /** How much more often a row is in the result than before the batch. */
  int change(int touchedRow) {
    return copies(word(touched.getInt(touchedRow))) - copies(before.getLong(touchedRow));
  }

  /** How often a row is in the result. */
  int copies(int slot) {
    return copies(word(slot));
  }

  private int copies(long word) {
    return distinct ? word > 0 ? 1 : 0 : Math.toIntExact(word);
  }

  /** All rows, in an order that a restart does not change. */
  int[] all() {
    return SlotsByHash.of(table);
  }

  /**
   * Rows of rounds.
   *
   * @param rounds one for each of them; empty for rows without
   */
  ColumnBatch batch(int[] chosen, int[] chosenWeights, long[] rounds, int from, int to) {
    int count = to - from;
    boolean withRounds = rounds.length > 0;
    Column[] output = new Column[columns.length + (withRounds ? 1 : 0)];
    for (int i = 0; i < columns.length; i++) {
      ColumnBuilder builder = new ColumnBuilder(schema.type(i), count);
      table.appendKeys(i, chosen, from, to, builder);
      output[i] = builder.build();
    }
    if (withRounds) {
      ColumnBuilder builder = new ColumnBuilder(withRound.type(columns.length), count);
      for (int i = from; i < to; i++) {
        builder.appendLong(rounds[i]);
      }
      output[columns.length] = builder.build();
    }
    int[] own = new int[count];
    boolean plain = true;
    for (int i = from; i < to; i++) {
      own[i - from] = chosenWeights[i];
      plain &= chosenWeights[i] == 1;
    }
    return ColumnBatch.weighted(
        withRounds ? withRound : schema, count, plain ? ColumnBatch.NONE : own, output);
  }

  /** Ends the batch: forgets rows that no round derives any more; says how many. */
  int endBatch() {
    int[] gone = new int[touched.size()];
    int count = 0;
    for (int i = 0; i < touched.size(); i++) {
      int slot = touched.getInt(i);
      if (derived.isPresent() ? derived.get().isEmpty(slot) : word(slot) == 0) {
        gone[count++] = slot;
      }
    }
    table.remove(gone, 0, count);
    touched.clear();
    before.clear();
    return count;
  }

  int size() {
    return table.size();
  }

  private long word(int slot) {
    return segment(slot)[at(slot)];
  }

  private long[] segment(int slot) {
    return table.segments()[slot >>> KeyedTable.SEGMENT_BITS];
  }

  private int at(int slot) {
    return (slot & KeyedTable.SEGMENT_MASK) * table.width() + table.stateOffset();
  }
}
