package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.LongColumn;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.StateCount;
import io.millrace.exec.operator.StatefulOperator;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.plan.physical.OperatorSpec.KeyPart;
import io.millrace.plan.physical.OperatorSpec.Slicing;
import io.millrace.state.KeyLayout;
import io.millrace.state.StateTables;
import io.millrace.state.StateTables.KeyHorizon;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * GROUP BY with windows that overlap: the integral of its output is the aggregation over windows of
 * the integral of its accepted input, for FINAL emission only of windows that are final. Each row
 * is counted in one slice; windows are made of slices when their rows are given.
 *
 * <p>Its table has a row for each key and slice, which lives until the last window that holds the
 * slice is final. All slices of a key are in one partition.
 */
public final class SlidingAggregateOperator implements StatefulOperator {
  private final int sliceColumn;
  private final long sliceShift;
  private final int[] keyColumns;
  private final boolean changes;
  private final boolean countsZeros;
  private final SliceTimes times;
  private final Groups slices;
  private final SliceSpans spans;
  private final LateSlices lateSlices;
  private final Optional<WindowChanges> windowChanges;
  private final Optional<FinalWindows> finalWindows;
  private final StateTables tables;
  private final Emission emission = new Emission();
  private final IntArrayList touched = new IntArrayList();
  private final IntArrayList leaving = new IntArrayList();

  private BatchTime time = new BatchTime(0, Long.MIN_VALUE, Long.MIN_VALUE, false);
  private long[] starts = {};
  private boolean opened;
  private long updated;
  private long removed;
  private long updateNanos;
  private long removalNanos;

  public SlidingAggregateOperator(AggregateSpec spec, StateTables tables) {
    Slicing slicing = spec.slicing().orElseThrow();
    int windowKey = windowKey(slicing);
    this.sliceColumn = spec.keys().get(windowKey);
    this.sliceShift = SliceTimes.shift(slicing.keys().get(windowKey), slicing.sliceMicros());
    this.keyColumns = keyColumns(spec);
    this.changes = spec.emission() != OperatorSpec.Emission.FINAL;
    this.countsZeros = !spec.insertOnly();
    this.times = SliceTimes.of(spec);
    this.slices = new Groups(spec, tables, Groups.Use.PARTS, keyColumns, layout(spec), horizon());
    this.spans = new SliceSpans(slices.table(), times);
    this.lateSlices = new LateSlices(times);
    this.windowChanges =
        changes ? Optional.of(new WindowChanges(spec, slices, spans, times)) : Optional.empty();
    this.finalWindows =
        changes ? Optional.empty() : Optional.of(new FinalWindows(spec, slices, spans, times));
    this.tables = tables;
  }

  private static int windowKey(Slicing slicing) {
    int key = 0;
    while (slicing.keys().get(key) == KeyPart.VALUE) {
      key++;
    }
    return key;
  }

  /** The columns of the input that tell the key of a row, without its window. */
  public static int[] keyColumns(AggregateSpec spec) {
    List<KeyPart> parts = spec.slicing().orElseThrow().keys();
    int[] columns = new int[parts.size()];
    int count = 0;
    for (int i = 0; i < columns.length; i++) {
      columns[count] = spec.keys().get(i);
      count += parts.get(i) == KeyPart.VALUE ? 1 : 0;
    }
    return Arrays.copyOf(columns, count);
  }

  private KeyLayout layout(AggregateSpec spec) {
    Schema input = spec.input().output();
    List<DataType> types = new ArrayList<>();
    for (int column : keyColumns) {
      types.add(input.type(column));
    }
    types.add(input.type(sliceColumn).notNull());
    return new KeyLayout(types, keyColumns.length);
  }

  /** No window that holds a slice starts behind it. */
  private Optional<KeyHorizon> horizon() {
    return times.closes()
        ? Optional.of(new KeyHorizon(keyColumns.length, times.closing()))
        : Optional.empty();
  }

  @Override
  public void begin(BatchTime batchTime) {
    time = batchTime;
    tables.beginBatch();
    updated = 0;
    removed = 0;
    updateNanos = 0;
    removalNanos = 0;
    touched.clear();
    windowChanges.ifPresent(WindowChanges::begin);
    lateSlices.begin();
    if (!opened) {
      spans.addAll();
      opened = true;
    }
  }

  @Override
  public void process(InputRows input) {
    long start = System.nanoTime();
    findStarts(input);
    InputRows accepted = lateSlices.accept(input, starts, time);
    if (accepted.count() > 0) {
      int[] slots = slices.findSlices(accepted, starts);
      spans.add(
          accepted.batch(),
          keyColumns,
          slices.created(),
          slices.createdCount(),
          accepted.rows(),
          accepted.hashes(),
          slots);
      noteTouched(accepted, slots);
      slices.update(accepted, slots);
    }
    updateNanos += System.nanoTime() - start;
  }

  private void findStarts(InputRows input) {
    if (starts.length < input.count()) {
      starts = new long[Math.max(input.count(), 2 * starts.length)];
    }
    long[] values = ((LongColumn) input.batch().column(sliceColumn)).values();
    for (int i = 0; i < input.count(); i++) {
      starts[i] = values[input.rows()[i]] - sliceShift;
    }
  }

  private void noteTouched(InputRows input, int[] slots) {
    int[] positions = slices.table().touched();
    int count = slices.table().touchedCount();
    updated += count;
    if (windowChanges.isPresent()) {
      windowChanges
          .get()
          .add(input, positions, count, slices.created(), slices.createdCount(), slots);
    } else if (countsZeros) {
      for (int i = 0; i < count; i++) {
        touched.add(slots[positions[i]]);
      }
    }
  }

  @Override
  public void finish() {
    long start = System.nanoTime();
    windowChanges.ifPresent(
        window -> {
          window.emit(time, emission);
          if (countsZeros) {
            touched.addElements(0, window.touched(), 0, window.touchedCount());
          }
        });
    finalWindows.ifPresent(windows -> windows.emit(time, emission));
    long middle = System.nanoTime();
    removeEmpty();
    removeFinal();
    updateNanos += middle - start;
    removalNanos += System.nanoTime() - middle;
  }

  private void removeEmpty() {
    int[] slots = touched.elements();
    int count = 0;
    for (int i = 0; i < touched.size(); i++) {
      slots[count] = slots[i];
      count += slices.isEmpty(slots[i]) ? 1 : 0;
    }
    remove(slots, count);
    touched.clear();
  }

  private void removeFinal() {
    leaving.clear();
    if (time.endOfInput() && !changes) {
      slices.table().allSlots(leaving);
    } else if (times.closes() && time.expires() && !time.endOfInput()) {
      slices.table().takeExpired(time.watermark(), leaving);
    }
    remove(leaving.elements(), leaving.size());
  }

  private void remove(int[] slots, int count) {
    spans.remove(slots, 0, count);
    slices.remove(slots, 0, count);
    removed += count;
  }

  @Override
  public boolean keepsInput() {
    return false;
  }

  @Override
  public Emission emission() {
    return emission;
  }

  @Override
  public long rowsTotal() {
    return slices.table().size();
  }

  @Override
  public StateCount count() {
    long beside = windowChanges.map(WindowChanges::memoryBytes).orElse(0L);
    beside += finalWindows.map(FinalWindows::memoryBytes).orElse(0L);
    return new StateCount(
        rowsTotal(),
        updated,
        removed,
        lateSlices.dropped(),
        updateNanos,
        removalNanos,
        tables.memoryBytes() + slices.memoryBytes() + spans.memoryBytes() + beside);
  }
}
