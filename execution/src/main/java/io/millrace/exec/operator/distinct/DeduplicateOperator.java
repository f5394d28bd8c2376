package io.millrace.exec.operator.distinct;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.LateRows;
import io.millrace.exec.operator.StateCount;
import io.millrace.exec.operator.StatefulOperator;
import io.millrace.plan.physical.OperatorSpec.DeduplicateSpec;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import io.millrace.state.StateTables;
import io.millrace.state.StateTables.KeyHorizon;
import io.millrace.state.TimerTable;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Passes the first row of each key on. State: table {@code keys}, the keys alone; {@code ends},
 * when a key is forgotten, if that is told from its first row and not from the key.
 */
public final class DeduplicateOperator implements StatefulOperator {
  private static final String DUPLICATES = "numDroppedDuplicateRows";

  /** The one timer of a key. */
  private static final long END = 0;

  private final DistinctRows rows;
  private final Optional<Horizon> horizon;
  private final OptionalLong withinMicros;
  private final Optional<TimerTable> ends;
  private final Emission emission = new Emission();
  private BatchTime time = new BatchTime(0, Long.MIN_VALUE, Long.MIN_VALUE, false);
  private long updated;
  private long duplicates;
  private long updateNanos;
  private long removalNanos;

  public DeduplicateOperator(DeduplicateSpec spec, StateTables tables) {
    this.horizon = spec.horizon();
    this.withinMicros = spec.withinMicros();
    this.rows =
        new DistinctRows(
            "keys",
            spec.output(),
            spec.keys().stream().mapToInt(Integer::intValue).toArray(),
            0,
            horizon,
            withinMicros.isPresent() ? Optional.empty() : horizon.map(h -> ofKey(h, spec.keys())),
            tables);
    this.ends =
        withinMicros.isPresent()
            ? Optional.of(tables.timers("ends", rows.table()))
            : Optional.empty();
  }

  private static KeyHorizon ofKey(Horizon horizon, List<Integer> keys) {
    return new KeyHorizon(
        keys.indexOf(horizon.column()), horizon.unitMicros(), horizon.offsetMicros());
  }

  @Override
  public void begin(BatchTime batchTime) {
    time = batchTime;
    updated = 0;
    duplicates = 0;
    updateNanos = 0;
    removalNanos = 0;
    rows.begin(batchTime);
  }

  @Override
  public void process(InputRows input) {
    long start = System.nanoTime();
    InputRows accepted = rows.accept(input);
    if (accepted.count() > 0) {
      emitFirst(accepted, rows.upsert(accepted));
    }
    updateNanos += System.nanoTime() - start;
  }

  private void emitFirst(InputRows input, int count) {
    ColumnBatch batch = input.batch();
    int[] created = rows.table().created();
    int[] selection = new int[count];
    long[] arrivals = new long[count];
    for (int i = 0; i < count; i++) {
      selection[i] = input.rows()[created[i]];
      arrivals[i] = input.arrival(created[i]);
    }
    updated += count;
    duplicates += weights(input) - count;
    if (ends.isPresent()) {
      setEnds(batch, created, selection, count);
    }
    // a row counts once, however many of it have come
    emission.add(batch.withWeights(ColumnBatch.NONE).select(selection, count), arrivals);
  }

  private static long weights(InputRows input) {
    long sum = 0;
    for (int i = 0; i < input.count(); i++) {
      sum += input.batch().weight(input.rows()[i]);
    }
    return sum;
  }

  /** A key is forgotten some time behind its first row; never, if that has no time. */
  private void setEnds(ColumnBatch batch, int[] created, int[] selection, int count) {
    Horizon of = horizon.orElseThrow();
    KeyHorizon end =
        new KeyHorizon(0, of.unitMicros(), of.offsetMicros() + withinMicros.orElseThrow());
    Column column = batch.column(of.column());
    long[] values = LateRows.values(column);
    int[] slots = new int[count];
    long[] numbers = new long[count];
    long[] times = new long[count];
    for (int i = 0; i < count; i++) {
      int row = selection[i];
      slots[i] = rows.slots()[created[i]];
      numbers[i] = END;
      times[i] = column.isNull(row) ? TimerTable.NEVER : end.of(values[row]);
    }
    ends.orElseThrow().set(slots, numbers, times, count);
  }

  @Override
  public void finish() {
    long start = System.nanoTime();
    rows.removeExpired();
    if (ends.isPresent() && time.expires() && !time.endOfInput()) {
      IntArrayList gone = new IntArrayList();
      ends.get().takeDue(time.watermark(), gone, new LongArrayList(), new LongArrayList());
      rows.remove(gone.elements(), gone.size());
    }
    removalNanos += System.nanoTime() - start;
  }

  @Override
  public Emission emission() {
    return emission;
  }

  @Override
  public long rowsTotal() {
    return rows.table().size();
  }

  @Override
  public StateCount count() {
    return rows.count(updated, updateNanos, removalNanos);
  }

  @Override
  public Map<String, Long> customCounts() {
    return Map.of(DUPLICATES, duplicates);
  }
}
