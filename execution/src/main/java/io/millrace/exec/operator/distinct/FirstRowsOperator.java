package io.millrace.exec.operator.distinct;

import io.millrace.api.batch.ColumnBatch;
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
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * DISTINCT over rows that only come: passes a row on when it comes for the first time. State: the
 * rows, without further words.
 */
public final class FirstRowsOperator implements StatefulOperator {
  private final int[] columns;
  private final StateTables tables;
  private final KeyedTable table;
  private final EncodedKeys keys;
  private final Optional<LateRows> lateRows;
  private final Emission emission = new Emission();
  private final IntArrayList leaving = new IntArrayList();
  private int[] slots = {};
  private BatchTime time = new BatchTime(0, Long.MIN_VALUE, Long.MIN_VALUE, false);
  private long updated;
  private long removed;
  private long updateNanos;
  private long removalNanos;

  public FirstRowsOperator(DistinctSpec spec, StateTables tables) {
    this.columns = IntStream.range(0, spec.output().size()).toArray();
    this.tables = tables;
    this.table =
        tables.keyed(
            "rows",
            IntStream.of(columns).mapToObj(spec.output()::type).toList(),
            0,
            spec.horizon().map(h -> new KeyHorizon(h.column(), h.offsetMicros())));
    this.keys = new EncodedKeys(table.layout());
    this.lateRows = spec.horizon().map(h -> new LateRows(h.column(), h.offsetMicros()));
  }

  @Override
  public void begin(BatchTime batchTime) {
    time = batchTime;
    updated = 0;
    removed = 0;
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
      emitFirst(accepted, table.upsert(keys, slots));
    }
    updateNanos += System.nanoTime() - start;
  }

  private void emitFirst(InputRows input, int count) {
    updated += count;
    int[] created = table.created();
    int[] selection = new int[count];
    long[] arrivals = new long[count];
    for (int i = 0; i < count; i++) {
      selection[i] = input.rows()[created[i]];
      arrivals[i] = input.arrival(created[i]);
    }
    // a row counts once, however many of it have come
    emission.add(input.batch().withWeights(ColumnBatch.NONE).select(selection, count), arrivals);
  }

  @Override
  public void finish() {
    long start = System.nanoTime();
    if (time.expires() && !time.endOfInput()) {
      leaving.clear();
      table.takeExpired(time.watermark(), leaving);
      table.remove(leaving.elements(), 0, leaving.size());
      removed += leaving.size();
    }
    removalNanos += System.nanoTime() - start;
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
}
