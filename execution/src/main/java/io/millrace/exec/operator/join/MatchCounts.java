package io.millrace.exec.operator.join;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.SlotsByHash;
import io.millrace.plan.physical.JoinType;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyHashing;
import io.millrace.state.KeyLayout;
import io.millrace.state.KeyedTable;
import io.millrace.state.StateField;
import io.millrace.state.StateTables;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rows of one input of a join and how much matches each of them. The words of a row: its
 * weight, and what the rows weigh that match it. Rows are dealt out by the keys of the join, which
 * come first: a row is in the partition that joins it, however many there are.
 */
final class MatchCounts {
  private final Schema schema;

  /** By column of the table, that of the input. */
  private final int[] columns;

  /** By column of the input, that of the table. */
  private final int[] places;

  private final KeyedTable table;
  private final EncodedKeys keys;
  private final IntArrayList touched = new IntArrayList();
  private final LongArrayList arrivals = new LongArrayList();
  private final LongArrayList weightsBefore = new LongArrayList();
  private final LongArrayList matchesBefore = new LongArrayList();

  /** The rows being added whose matches count: one of those that are equal. */
  private final BitSet counted = new BitSet();

  /** By physical row that is being added: its slot. */
  private int[] slotOf = {};

  private int[] slots = {};
  private long[] hashes = {};

  MatchCounts(String name, JoinSide side, StateTables tables) {
    this.schema = side.schema();
    this.columns = keysFirst(side);
    this.places = new int[schema.size()];
    for (int i = 0; i < columns.length; i++) {
      places[columns[i]] = i;
    }
    List<DataType> types = IntStream.of(columns).mapToObj(schema::type).toList();
    List<StateField> fields = List.of(new StateField("weight", 1), new StateField("matches", 1));
    KeyLayout layout = new KeyLayout(types, side.keys().length);
    this.table = tables.keyed(name, layout, fields, Optional.empty());
    table.letLeave();
    this.keys = new EncodedKeys(table.layout());
  }

  /** The columns of a side behind its keys, some of which may be there twice then. */
  private static int[] keysFirst(JoinSide side) {
    IntStream others =
        IntStream.of(side.columns()).filter(c -> IntStream.of(side.keys()).noneMatch(k -> k == c));
    return IntStream.concat(IntStream.of(side.keys()), others).toArray();
  }

  void begin() {
    touched.clear();
    arrivals.clear();
    weightsBefore.clear();
    matchesBefore.clear();
  }

  /** Adds rows. Their matches are counted anew: {@link #matchedOfAdded} tells them all. */
  void add(InputRows rows) {
    long[] order = new long[rows.count()];
    for (int i = 0; i < order.length; i++) {
      order[i] = rows.arrival(i);
    }
    find(rows.batch(), 0, rows.rows(), rows.count(), order);
    counted.clear();
    for (int i = 0; i < rows.count(); i++) {
      long[] segment = segment(slots[i]);
      segment[at(slots[i])] += rows.batch().weight(rows.rows()[i]);
      // For a moment: the last of the rows that are equal.
      segment[at(slots[i]) + 1] = i;
    }
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.rows()[i];
      if (row >= slotOf.length) {
        slotOf = Arrays.copyOf(slotOf, Math.max(row + 1, 2 * slotOf.length));
      }
      slotOf[row] = slots[i];
      counted.set(row, segment(slots[i])[at(slots[i]) + 1] == i);
    }
    for (int i = 0; i < rows.count(); i++) {
      segment(slots[i])[at(slots[i]) + 1] = 0;
    }
  }

  /** Pairs of rows that were added with rows of the other input. */
  void matchedOfAdded(Matches matches, int count) {
    for (int i = 0; i < count; i++) {
      int row = matches.addedRows()[i];
      if (counted.get(row)) {
        segment(slotOf[row])[at(slotOf[row]) + 1] += matches.otherWeights()[i];
      }
    }
  }

  /**
   * Pairs of rows that are here with rows that were added to the other input.
   *
   * @param firstColumn where the columns of the rows that are here begin
   */
  void matchedByAdded(
      ColumnBatch pairs, int firstColumn, int[] pairRows, int count, Matches matches) {
    if (find(pairs, firstColumn, pairRows, count, matches.arrivals()) > 0) {
      throw new IllegalStateException("a row is kept by the join, and what matches it is not");
    }
    for (int i = 0; i < count; i++) {
      segment(slots[i])[at(slots[i]) + 1] += matches.addedWeights()[i];
    }
  }

  /** Finds the rows of a batch; how many were not here. */
  private int find(ColumnBatch batch, int firstColumn, int[] rows, int count, long[] order) {
    if (slots.length < count) {
      slots = new int[Math.max(count, 2 * slots.length)];
      hashes = new long[slots.length];
    }
    int[] from = IntStream.of(columns).map(column -> firstColumn + column).toArray();
    keys.encode(batch, from, rows, count, hashes);
    KeyHashing.hash(keys, hashes);
    int created = table.upsert(keys, slots);
    int[] positions = table.touched();
    for (int i = 0; i < table.touchedCount(); i++) {
      int slot = slots[positions[i]];
      touched.add(slot);
      arrivals.add(order[positions[i]]);
      weightsBefore.add(weight(slot));
      matchesBefore.add(matches(slot));
    }
    return created;
  }

  /** Gives the rows that are given now and were not, and takes back those that were. */
  void giveChanges(int side, JoinType type, JoinOutput output) {
    Given given = new Given(side, output);
    for (int i = 0; i < touched.size(); i++) {
      int slot = touched.getInt(i);
      long was = type.gives(matchesBefore.getLong(i)) ? weightsBefore.getLong(i) : 0;
      long is = type.gives(matches(slot)) ? weight(slot) : 0;
      if (is != was) {
        given.add(slot, Math.toIntExact(is - was), arrivals.getLong(i));
      }
    }
    given.flush();
  }

  /** Gives all rows, once and for all, in the order of their hashes. */
  void giveAll(int side, JoinType type, JoinOutput output) {
    Given given = new Given(side, output);
    for (int slot : SlotsByHash.of(table)) {
      if (type.gives(matches(slot)) && weight(slot) != 0) {
        given.add(slot, Math.toIntExact(weight(slot)), table.hash(slot));
      }
    }
    given.flush();
  }

  /** Collects rows to give. */
  private final class Given {
    private final int side;
    private final JoinOutput output;
    private final int[] chosen = new int[ColumnBatch.MAX_ROWS];
    private final int[] weights = new int[ColumnBatch.MAX_ROWS];
    private final long[] order = new long[ColumnBatch.MAX_ROWS];
    private int count;

    Given(int side, JoinOutput output) {
      this.side = side;
      this.output = output;
    }

    void add(int slot, int weight, long arrival) {
      chosen[count] = slot;
      weights[count] = weight;
      order[count++] = arrival;
      if (count == chosen.length) {
        flush();
      }
    }

    void flush() {
      if (count > 0) {
        Column[] own = new Column[schema.size()];
        for (int i = 0; i < own.length; i++) {
          ColumnBuilder builder = new ColumnBuilder(schema.type(i), count);
          table.appendKeys(places[i], chosen, 0, count, builder);
          own[i] = builder.build();
        }
        output.alone(side, own, weights, order, count);
        count = 0;
      }
    }
  }

  /** Forgets rows that are not there any more. */
  void removeGone() {
    int[] all = touched.elements();
    int count = 0;
    for (int i = 0; i < touched.size(); i++) {
      if (weight(all[i]) == 0) {
        all[count++] = all[i];
      }
    }
    table.remove(all, 0, count);
    touched.clear();
  }

  private long weight(int slot) {
    return segment(slot)[at(slot)];
  }

  private long matches(int slot) {
    return segment(slot)[at(slot) + 1];
  }

  private long[] segment(int slot) {
    return table.segments()[slot >>> KeyedTable.SEGMENT_BITS];
  }

  private int at(int slot) {
    return (slot & KeyedTable.SEGMENT_MASK) * table.width() + table.stateOffset();
  }
}
