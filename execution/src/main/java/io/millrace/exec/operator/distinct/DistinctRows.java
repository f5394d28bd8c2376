package io.millrace.exec.operator.distinct;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.LateRows;
import io.millrace.exec.operator.StateCount;
import io.millrace.plan.physical.OperatorSpec.DistinctSpec;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyedTable;
import io.millrace.state.StateTables;
import io.millrace.state.StateTables.KeyHorizon;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The keys that have come, found by some columns of a row, until their horizon. */
final class DistinctRows {
  private final int[] columns;
  private final StateTables tables;
  private final KeyedTable table;
  private final EncodedKeys keys;
  private final Optional<LateRows> lateRows;
  private final IntArrayList leaving = new IntArrayList();
  private int[] slots = {};
  private BatchTime time = new BatchTime(0, Long.MIN_VALUE, Long.MIN_VALUE, false);
  private long removed;

  /**
   * The rows of a DISTINCT.
   *
   * @param words how many words the operator keeps with each row
   */
  DistinctRows(DistinctSpec spec, int words, StateTables tables) {
    this(
        "rows",
        spec.output(),
        IntStream.range(0, spec.output().size()).toArray(),
        words,
        spec.horizon(),
        spec.horizon().map(h -> new KeyHorizon(h.column(), h.unitMicros(), h.offsetMicros())),
        tables);
  }

  /**
   * @param input the columns of rows
   * @param columns those that are the key
   * @param late when a row is late
   * @param end when a key goes by itself
   */
  DistinctRows(
      String name,
      Schema input,
      int[] columns,
      int words,
      Optional<Horizon> late,
      Optional<KeyHorizon> end,
      StateTables tables) {
    this.columns = columns;
    this.tables = tables;
    this.table =
        tables.keyed(name, IntStream.of(columns).mapToObj(input::type).toList(), words, end);
    table.letLeave();
    this.keys = new EncodedKeys(table.layout());
    this.lateRows = late.map(LateRows::new);
  }

  void begin(BatchTime batchTime) {
    tables.beginBatch();
    time = batchTime;
    removed = 0;
    lateRows.ifPresent(LateRows::begin);
  }

  /** The rows that are not late; the input itself if none is. */
  InputRows accept(InputRows input) {
    return lateRows.isPresent() ? lateRows.get().accept(input, time) : input;
  }

  /**
   * Finds {@link #slots} for rows, new ones for those that are not there yet.
   *
   * @return how many are new
   */
  int upsert(InputRows input) {
    if (slots.length < input.count()) {
      slots = new int[input.count()];
    }
    keys.encode(input.batch(), columns, input.rows(), input.count(), input.hashes());
    return table.upsert(keys, slots);
  }

  /** The slots of the rows that were found last; longer than they are many. */
  int[] slots() {
    return slots;
  }

  KeyedTable table() {
    return table;
  }

  void remove(int[] gone, int count) {
    table.remove(gone, 0, count);
    removed += count;
  }

  /** Removes the rows whose horizon has passed. */
  void removeExpired() {
    if (time.expires() && !time.endOfInput()) {
      leaving.clear();
      table.takeExpired(time.watermark(), leaving);
      remove(leaving.elements(), leaving.size());
    }
  }

  /** Gives all rows of a table to one who has not seen them. */
  void giveAll(Schema schema, Emission emission) {
    IntArrayList all = new IntArrayList();
    table.allSlots(all);
    int[] present = all.elements();
    for (int from = 0; from < all.size(); from += ColumnBatch.MAX_ROWS) {
      int to = Math.min(all.size(), from + ColumnBatch.MAX_ROWS);
      Column[] output = new Column[schema.size()];
      for (int i = 0; i < output.length; i++) {
        ColumnBuilder builder = new ColumnBuilder(schema.type(i), to - from);
        table.appendKeys(i, present, from, to, builder);
        output[i] = builder.build();
      }
      emission.add(ColumnBatch.of(schema, to - from, output), LongStream.range(from, to).toArray());
    }
  }

  StateCount count(long updated, long updateNanos, long removalNanos) {
    return new StateCount(
        table.size(),
        updated,
        removed,
        lateRows.isPresent() ? lateRows.get().dropped() : 0,
        updateNanos,
        removalNanos,
        tables.memoryBytes());
  }
}
