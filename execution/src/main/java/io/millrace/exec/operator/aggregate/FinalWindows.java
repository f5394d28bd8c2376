package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Emission;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;

/**
 * Gives windows that are made of slices once they are final, the oldest first, within one in the
 * order of the first rows. A watermark makes those final that end behind the one before it.
 *
 * <p>Windows are made for many keys and some starts at a time: with more starts each slice is
 * looked at less often, with fewer less memory is used.
 */
final class FinalWindows {
  /** Windows that are held at a time, roughly. */
  private static final int ROUND_WINDOWS = 1 << 18;

  /** Additions that are done at a time, while the slices are at hand. */
  private static final int ADDITIONS = 1 << 13;

  private static final int FIRST_CAPACITY = 1024;

  private final Groups slices;
  private final SliceSpans spans;
  private final SliceTimes times;
  private final WindowSums sums;
  private final SlidingRows rows;
  private final Schema output;
  private final int keyCount;
  private final IntArrayList allSpans = new IntArrayList();
  private long[] starts = new long[FIRST_CAPACITY];
  private int[] windows = new int[FIRST_CAPACITY];
  private int[] parts = new int[FIRST_CAPACITY];
  private int count;

  FinalWindows(AggregateSpec spec, Groups slices, SliceSpans spans, SliceTimes times) {
    this.slices = slices;
    this.spans = spans;
    this.times = times;
    this.sums = new WindowSums(spec, spans, times);
    this.rows = new SlidingRows(spec, slices.table());
    this.output = spec.output();
    this.keyCount = spec.keys().size();
  }

  /** Gives the windows that have become final with this batch and have rows. */
  void emit(BatchTime time, Emission emission) {
    if (!time.endOfInput() && !time.expires()) {
      return;
    }
    allSpans.clear();
    spans.all(allSpans);
    if (allSpans.isEmpty()) {
      return;
    }
    long first = times.firstOpen(time);
    long last = times.lastFinal(time);
    int[] sorted = allSpans.elements();
    int from = 0;
    while (from < allSpans.size()) {
      long spanStart = spans.spanStart(sorted[from]);
      int to = from + 1;
      while (to < allSpans.size() && spans.spanStart(sorted[to]) == spanStart) {
        to++;
      }
      long spanEnd = spanStart + times.size() - 1;
      emitSpans(from, to, Math.max(first, spanStart), Math.min(last, spanEnd), emission);
      from = to;
    }
  }

  /** Gives windows of some spans, which begin at the same time. */
  private void emitSpans(int from, int to, long first, long last, Emission emission) {
    if (first > last) {
      return;
    }
    long start = times.startAtOrAfter(first);
    long step = times.slide() * Math.max(1, ROUND_WINDOWS / (to - from));
    while (start <= last) {
      long end = Math.min(last, start + step - 1);
      for (int i = from; i < to; i++) {
        add(allSpans.getInt(i), start, end);
      }
      emitRound(start, emission);
      start += step;
    }
  }

  /** Makes the windows of a span that start in a range and have rows. */
  private void add(int span, long first, long last) {
    int lastOwn = spans.last(span);
    int next = spans.next(span);
    // the last slice is in all windows up to it, the first behind the span in all that reach it
    long ownEnd = lastOwn == SliceSpans.NONE ? first - 1 : Math.min(last, spans.start(lastOwn));
    long nextFirst =
        next == SliceSpans.NONE
            ? last + 1
            : Math.max(first, spans.start(spans.first(next)) - times.size() + 1);
    int part = lastOwn == SliceSpans.NONE ? spans.first(next) : lastOwn;
    int from = count;
    for (long start = first; start <= last; start += times.slide()) {
      if (start <= ownEnd || start >= nextFirst) {
        add(start, part);
      }
    }
    sums.add(span, starts, windows, from, count, slice -> slice);
    if (sums.waiting() >= ADDITIONS) {
      sums.sum(slices);
    }
  }

  private void add(long start, int part) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      windows = Arrays.copyOf(windows, 2 * count);
      parts = Arrays.copyOf(parts, 2 * count);
    }
    starts[count] = start;
    windows[count] = sums.take();
    parts[count++] = part;
  }

  private void emitRound(long firstStart, Emission emission) {
    sums.sum(slices);
    int[] order = byStart(firstStart);
    for (int from = 0; from < order.length; from += ColumnBatch.MAX_ROWS) {
      emitRange(order, from, Math.min(order.length, from + ColumnBatch.MAX_ROWS), emission);
    }
    sums.giveBack(0);
    count = 0;
  }

  /** The windows that have rows, by start and arrival. */
  private int[] byStart(long firstStart) {
    int places = 0;
    for (int i = 0; i < count; i++) {
      places = Math.max(places, place(i, firstStart) + 1);
    }
    int[] ends = new int[places + 1];
    int present = 0;
    for (int i = 0; i < count; i++) {
      if (sums.groups().hasRows(windows[i])) {
        ends[place(i, firstStart) + 1]++;
        present++;
      }
    }
    for (int i = 0; i < places; i++) {
      ends[i + 1] += ends[i];
    }
    int[] order = new int[present];
    for (int i = 0; i < count; i++) {
      if (sums.groups().hasRows(windows[i])) {
        order[ends[place(i, firstStart)]++] = i;
      }
    }
    for (int i = 0; i < places; i++) {
      sortByArrival(order, i == 0 ? 0 : ends[i - 1], ends[i]);
    }
    return order;
  }

  private int place(int i, long firstStart) {
    return (int) ((starts[i] - firstStart) / times.slide());
  }

  private void sortByArrival(int[] order, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (arrival(order[i - 1]) > arrival(order[i])) {
        IntArrays.mergeSort(
            order, from, to, (left, right) -> Long.compare(arrival(left), arrival(right)));
        return;
      }
    }
  }

  private long arrival(int i) {
    return sums.groups().arrival(windows[i]);
  }

  private void emitRange(int[] order, int from, int to, Emission emission) {
    int size = to - from;
    long[] rangeStarts = new long[size];
    int[] rangeWindows = new int[size];
    int[] rangeParts = new int[size];
    long[] arrivals = new long[size];
    for (int i = 0; i < size; i++) {
      int row = order[from + i];
      rangeStarts[i] = starts[row];
      rangeWindows[i] = windows[row];
      rangeParts[i] = parts[row];
      arrivals[i] = arrival(row);
    }
    Column[] columns = new Column[output.size()];
    for (int i = 0; i < columns.length; i++) {
      if (i < keyCount) {
        columns[i] = rows.column(i, rangeStarts, rangeParts, size);
      } else {
        ColumnBuilder builder = new ColumnBuilder(output.type(i), size);
        sums.groups().appendResults(i - keyCount, rangeWindows, 0, size, builder);
        columns[i] = builder.build();
      }
    }
    emission.add(ColumnBatch.of(output, size, columns), rangeStarts, arrivals);
  }

  long memoryBytes() {
    return sums.memoryBytes() + 16L * starts.length;
  }
}
