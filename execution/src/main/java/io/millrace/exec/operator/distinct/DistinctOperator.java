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
import io.millrace.exec.operator.StatefulOperator;
import io.millrace.plan.physical.OperatorSpec.DistinctSpec;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyedTable;
import io.millrace.state.StateTables;
import io.millrace.state.StateTables.KeyHorizon;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * DISTINCT where rows may go: a row is there once while its weights sum up to more than 0. Words of
 * a row: its weight, its weight before the batch, and the batch that touched it last.
 */
public final class DistinctOperator implements StatefulOperator {
  private static final int WEIGHT = 0;
  private static final int BEFORE = 1;
  private static final int TOUCHED = 2;
  private static final int WORDS = 3;

  private final Schema schema;
  private final int[] columns;
  private final StateTables tables;
  private final KeyedTable table;
  private final EncodedKeys keys;
  private final Optional<LateRows> lateRows;
  private final Emission emission = new Emission();
  private final IntArrayList touched = new IntArrayList();
  private final LongArrayList arrivals = new LongArrayList();
  private final IntArrayList leaving = new IntArrayList();
  private int[] slots = {};
  private BatchTime time = new BatchTime(0, Long.MIN_VALUE, Long.MIN_VALUE, false);
  private long batch;
  private long removed;
  private long updated;
  private long updateNanos;
  private long removalNanos;

  public DistinctOperator(DistinctSpec spec, StateTables tables) {
    this.schema = spec.output();
    this.columns = IntStream.range(0, schema.size()).toArray();
    this.tables = tables;
    this.table =
        tables.keyed(
            "rows",
            IntStream.of(columns).mapToObj(schema::type).toList(),
            WORDS,
            spec.horizon().map(h -> new KeyHorizon(h.column(), h.offsetMicros())));
    this.keys = new EncodedKeys(table.layout());
    this.lateRows = spec.horizon().map(h -> new LateRows(h.column(), h.offsetMicros()));
  }

  @Override
  public void begin(BatchTime batchTime) {
    time = batchTime;
    batch++;
    removed = 0;
    updated = 0;
    updateNanos = 0;
    removalNanos = 0;
    lateRows.ifPresent(LateRows::begin);
  }

  @Override
  public void process(InputRows input) {
    long start = System.nanoTime();
    InputRows accepted = lateRows.isPresent() ? lateRows.get().accept(input, time) : input;
    if (accepted.count() > 0) {
      if (slots.length < accepted.count()) {
        slots = new int[accepted.count()];
      }
      keys.encode(accepted.batch(), columns, accepted.rows(), accepted.count(), accepted.hashes());
      table.upsert(keys, slots);
      addWeights(accepted);
    }
    updateNanos += System.nanoTime() - start;
  }

  private void addWeights(InputRows input) {
    for (int i = 0; i < input.count(); i++) {
      int slot = slots[i];
      long[] segment = segment(slot);
      int at = at(slot);
      if (segment[at + TOUCHED] != batch) {
        segment[at + TOUCHED] = batch;
        segment[at + BEFORE] = segment[at + WEIGHT];
        touched.add(slot);
        arrivals.add(input.arrival(i));
      }
      segment[at + WEIGHT] += input.batch().weight(input.rows()[i]);
    }
  }

  @Override
  public void finish() {
    long start = System.nanoTime();
    updated = touched.size();
    int[] all = touched.elements();
    for (int from = 0; from < touched.size(); from += ColumnBatch.MAX_ROWS) {
      emitRange(all, from, Math.min(touched.size(), from + ColumnBatch.MAX_ROWS));
    }
    long middle = System.nanoTime();
    removeEmpty();
    if (time.expires() && !time.endOfInput()) {
      leaving.clear();
      table.takeExpired(time.watermark(), leaving);
      table.remove(leaving.elements(), 0, leaving.size());
      removed += leaving.size();
    }
    touched.clear();
    arrivals.clear();
    updateNanos += middle - start;
    removalNanos += System.nanoTime() - middle;
  }

  /** Gives the rows that came to be or ceased to be. */
  private void emitRange(int[] all, int from, int to) {
    int[] changed = new int[to - from];
    int[] weights = new int[to - from];
    long[] changedArrivals = new long[to - from];
    int count = 0;
    boolean insertOnly = true;
    for (int i = from; i < to; i++) {
      long[] segment = segment(all[i]);
      int at = at(all[i]);
      int weight = (segment[at + WEIGHT] > 0 ? 1 : 0) - (segment[at + BEFORE] > 0 ? 1 : 0);
      if (weight != 0) {
        insertOnly &= weight > 0;
        changed[count] = all[i];
        weights[count] = weight;
        changedArrivals[count++] = arrivals.getLong(i);
      }
    }
    if (count == 0) {
      return;
    }
    Column[] output = new Column[columns.length];
    for (int i = 0; i < output.length; i++) {
      ColumnBuilder builder = new ColumnBuilder(schema.type(i), count);
      table.appendKeys(i, changed, 0, count, builder);
      output[i] = builder.build();
    }
    emission.add(
        ColumnBatch.weighted(schema, count, insertOnly ? ColumnBatch.NONE : weights, output),
        changedArrivals);
  }

  private void removeEmpty() {
    int[] all = touched.elements();
    int count = 0;
    for (int i = 0; i < touched.size(); i++) {
      if (segment(all[i])[at(all[i]) + WEIGHT] == 0) {
        all[count++] = all[i];
      }
    }
    table.remove(all, 0, count);
    removed += count;
  }

  @Override
  public Emission emission() {
    return emission;
  }

  @Override
  public long rowsTotal() {
    return table.size();
  }

  @Override
  public StateCount count() {
    return new StateCount(
        table.size(),
        updated,
        removed,
        lateRows.isPresent() ? lateRows.get().dropped() : 0,
        updateNanos,
        removalNanos,
        tables.memoryBytes());
  }

  private long[] segment(int slot) {
    return table.segments()[slot >>> KeyedTable.SEGMENT_BITS];
  }

  private int at(int slot) {
    return (slot & KeyedTable.SEGMENT_MASK) * table.width() + table.stateOffset();
  }
}
