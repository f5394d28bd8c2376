package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.state.KeyedTable;
import java.util.Arrays;

/**
 * Gives what a batch has changed in windows that are made of slices: those that hold a slice which
 * the batch has touched, each once, whatever the number of rows. Slices that are touched are copied
 * before, so that windows can be made as they were.
 *
 * <p>Windows of a span of a key come together, in the order in which spans were first touched.
 */
final class WindowChanges {
  private static final int FIRST_CAPACITY = 64;

  /** In place of the copy of a slice that there was not. */
  private static final int WAS_NOT = -1;

  private final Groups slices;
  private final SliceSpans spans;
  private final SliceTimes times;
  private final WindowSums now;
  private final WindowSums old;
  private final SlidingRows rows;
  private final ChangedRows changed;
  private final Schema output;
  private final int keyCount;
  private final int callCount;
  private final boolean remembers;

  /** By slice: 0 if it is not touched, {@link #WAS_NOT}, or the number of its copy + 1. */
  private int[] copies = {};

  private int[] touched = new int[FIRST_CAPACITY];
  private int touchedCount;

  /** Spans whose windows change: those that start up to one time, and from another one on. */
  private int[] changedSpans = new int[FIRST_CAPACITY];

  private long[] upTo = new long[FIRST_CAPACITY];
  private long[] fromOn = new long[FIRST_CAPACITY];
  private long[] spanArrivals = new long[FIRST_CAPACITY];
  private int spanCount;

  private final int pieceSize;
  private final long[] starts;
  private final int[] windows;
  private final int[] oldWindows;
  private final int[] parts;
  private final long[] arrivals;
  private int count;

  WindowChanges(AggregateSpec spec, Groups slices, SliceSpans spans, SliceTimes times) {
    this.slices = slices;
    this.spans = spans;
    this.times = times;
    this.now = new WindowSums(spec, spans, times);
    this.old = new WindowSums(spec, spans, times);
    this.rows = new SlidingRows(spec, slices.table());
    this.changed = new ChangedRows(spec);
    this.output = spec.output();
    this.keyCount = spec.keys().size();
    this.callCount = spec.calls().size();
    this.remembers = changed.remembers();
    this.pieceSize = changed.pieceSize();
    this.starts = new long[pieceSize];
    this.windows = new int[pieceSize];
    this.oldWindows = new int[pieceSize];
    this.parts = new int[pieceSize];
    this.arrivals = new long[pieceSize];
  }

  int[] touched() {
    return touched;
  }

  int touchedCount() {
    return touchedCount;
  }

  /**
   * Notes slices that the batch touches for the first time, before they change.
   *
   * @param created which of the rows their slices were made for, ascending
   */
  void add(
      InputRows input,
      int[] positions,
      int positionCount,
      int[] created,
      int createdCount,
      int[] rowSlots) {
    reserve(positionCount);
    int next = 0;
    for (int i = 0; i < positionCount; i++) {
      int slice = rowSlots[positions[i]];
      boolean isNew = next < createdCount && created[next] == positions[i];
      next += isNew ? 1 : 0;
      copies[slice] = isNew ? WAS_NOT : copy(slice);
      touched[touchedCount++] = slice;
      noteSpans(slice, input.arrival(positions[i]));
    }
    sumOld();
  }

  private void reserve(int more) {
    int slots = slices.table().segments().length << KeyedTable.SEGMENT_BITS;
    if (copies.length < slots) {
      copies = Arrays.copyOf(copies, slots);
    }
    if (touched.length < touchedCount + more) {
      touched = Arrays.copyOf(touched, Math.max(2 * touched.length, touchedCount + more));
    }
  }

  private int copy(int slice) {
    int copy = old.take();
    old.add(slice, copy);
    return copy + 1;
  }

  private void sumOld() {
    if (remembers) {
      old.sum(slices);
    } else {
      old.sumRows(slices);
    }
  }

  /** A slice is in windows that start in its span up to it, and in the span before. */
  private void noteSpans(int slice, long arrival) {
    int span = spans.spanOf(slice);
    long start = spans.start(slice);
    int own = note(span, arrival);
    upTo[own] = Math.max(upTo[own], start);
    int before = note(spans.previous(span), arrival);
    fromOn[before] = Math.min(fromOn[before], start - times.size() + 1);
  }

  private int note(int span, long arrival) {
    int number = spans.mark(span);
    if (number != SliceSpans.NONE) {
      return number;
    }
    if (spanCount == changedSpans.length) {
      int capacity = 2 * spanCount;
      changedSpans = Arrays.copyOf(changedSpans, capacity);
      upTo = Arrays.copyOf(upTo, capacity);
      fromOn = Arrays.copyOf(fromOn, capacity);
      spanArrivals = Arrays.copyOf(spanArrivals, capacity);
    }
    changedSpans[spanCount] = span;
    upTo[spanCount] = Long.MIN_VALUE;
    fromOn[spanCount] = Long.MAX_VALUE;
    spanArrivals[spanCount] = arrival;
    spans.mark(span, spanCount);
    return spanCount++;
  }

  /** Gives what has changed in windows that are not closed yet. */
  void emit(BatchTime time, Emission emission) {
    int copied = old.taken();
    long open = times.firstOpen(time);
    for (int i = 0; i < spanCount; i++) {
      addWindows(i, open, copied, emission);
      spans.mark(changedSpans[i], SliceSpans.NONE);
    }
    emitPiece(copied, emission);
    old.giveBack(0);
    for (int i = 0; i < touchedCount; i++) {
      copies[touched[i]] = 0;
    }
    spanCount = 0;
  }

  /** Forgets which slices were touched. */
  void begin() {
    touchedCount = 0;
  }

  private void addWindows(int number, long open, int copied, Emission emission) {
    int span = changedSpans[number];
    long spanStart = spans.spanStart(span);
    long spanEnd = spanStart + times.size() - 1;
    long start = times.startAtOrAfter(Math.max(open, spanStart));
    int from = count;
    for (; start <= spanEnd; start += times.slide()) {
      if (start > upTo[number]) {
        start = Math.max(start, times.startAtOrAfter(Math.min(fromOn[number], spanEnd + 1)));
        if (start > spanEnd) {
          break;
        }
      }
      if (count == pieceSize) {
        addSlices(span, from);
        emitPiece(copied, emission);
        from = 0;
      }
      starts[count] = start;
      windows[count] = now.take();
      oldWindows[count] = old.take();
      parts[count] =
          spans.last(span) == SliceSpans.NONE ? spans.first(spans.next(span)) : spans.last(span);
      arrivals[count++] = spanArrivals[number];
    }
    addSlices(span, from);
  }

  private void addSlices(int span, int from) {
    now.add(span, starts, windows, from, count, slice -> slice);
    old.add(span, starts, oldWindows, from, count, this::oldPart);
  }

  private int oldPart(int slice) {
    int copy = copies[slice];
    if (copy == 0) {
      return slice;
    }
    return copy == WAS_NOT ? WindowSums.NOTHING : ~(copy - 1);
  }

  private void emitPiece(int copied, Emission emission) {
    if (count == 0) {
      return;
    }
    now.sum(slices);
    sumOld();
    boolean[] existed = new boolean[count];
    boolean[] exists = new boolean[count];
    for (int i = 0; i < count; i++) {
      existed[i] = old.groups().hasRows(oldWindows[i]);
      exists[i] = now.groups().hasRows(windows[i]);
    }
    changed.emit(
        new ChangedRows.Piece(
            0,
            existed,
            arrivals,
            exists,
            remembers ? results(old, oldWindows) : new Column[0],
            results(now, windows),
            this::keyColumn),
        emission);
    now.giveBack(0);
    old.giveBack(copied);
    count = 0;
  }

  private Column keyColumn(int key, int[] indexes, int size) {
    long[] rowStarts = new long[size];
    int[] rowParts = new int[size];
    for (int i = 0; i < size; i++) {
      rowStarts[i] = starts[indexes[i]];
      rowParts[i] = parts[indexes[i]];
    }
    return rows.column(key, rowStarts, rowParts, size);
  }

  private Column[] results(WindowSums sums, int[] ofWindows) {
    Column[] results = new Column[callCount];
    for (int i = 0; i < callCount; i++) {
      ColumnBuilder builder = new ColumnBuilder(output.type(keyCount + i), count);
      sums.groups().appendResults(i, ofWindows, 0, count, builder);
      results[i] = builder.build();
    }
    return results;
  }

  long memoryBytes() {
    return now.memoryBytes() + old.memoryBytes() + 4L * copies.length;
  }
}
