package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.Validity;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyHashing;
import io.millrace.state.KeyLayout;
import io.millrace.state.memory.MemoryStateTables;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Windows on their way out, made of slices. A window lies in the span it starts in and the next
 * one: it is the end of the one's slices and the beginning of the other's. So each slice is added
 * once to the window behind which it does not reach, and windows to their neighbours, whatever
 * their number.
 *
 * <p>Windows are numbers from 0 on, given out in order and taken back all at once.
 */
final class WindowSums {
  private static final int FIRST_CAPACITY = 1024;

  /** Says which slice to take in place of one. */
  @FunctionalInterface
  interface Source {
    /** What to add for a slice, as {@link Accumulator#merge} names it. */
    int partOf(int slice);
  }

  /** A slice that has nothing to add. */
  static final int NOTHING = Integer.MIN_VALUE;

  private final SliceSpans spans;
  private final SliceTimes times;
  private final MemoryStateTables tables = new MemoryStateTables();
  private final Groups groups;
  private final Merges merges = new Merges();
  private int made;
  private int taken;

  WindowSums(AggregateSpec spec, SliceSpans spans, SliceTimes times) {
    this.spans = spans;
    this.times = times;
    this.groups =
        new Groups(
            spec,
            tables,
            Groups.Use.PARTS,
            new int[0],
            new KeyLayout(List.of(DataType.BIGINT.notNull())),
            Optional.empty());
  }

  /** What is known of the windows. */
  Groups groups() {
    return groups;
  }

  /** The number of windows taken. */
  int taken() {
    return taken;
  }

  /** A window without rows. */
  int take() {
    if (taken == made) {
      make(Math.max(FIRST_CAPACITY, made));
    }
    return taken++;
  }

  private void make(int count) {
    long[] numbers = IntStream.range(made, made + count).asLongStream().toArray();
    int[] rows = IntStream.range(0, count).toArray();
    DataType type = DataType.BIGINT.notNull();
    ColumnBatch batch =
        ColumnBatch.of(
            Schema.of(new Field("number", type)),
            count,
            new LongColumn(type, count, numbers, Validity.NONE));
    long[] hashes = new long[count];
    int[] first = {0};
    KeyHashing.hash(batch, first, rows, count, hashes);
    EncodedKeys keys = new EncodedKeys(groups.table().layout());
    keys.encode(batch, first, rows, count, hashes);
    // slots of a table that never loses a key are numbers in order
    groups.table().upsert(keys, new int[count]);
    groups.clear(made, made + count);
    made += count;
  }

  /** Takes back all windows from one on. */
  void giveBack(int from) {
    groups.clear(from, taken);
    taken = from;
  }

  /** Adds a slice to a window. */
  void add(int slice, int window) {
    merges.add(slice, window);
  }

  /**
   * Adds to windows what lies in them.
   *
   * @param span that they start in
   * @param starts of the windows, ascending
   * @param windows their numbers
   */
  void add(int span, long[] starts, int[] windows, int from, int to, Source source) {
    addEndOfSpan(spans.last(span), starts, windows, from, to, source);
    int next = spans.next(span);
    if (next != SliceSpans.NONE) {
      addBeginningOfSpan(spans.first(next), starts, windows, from, to, source);
    }
  }

  /** What is in a window is in those before it that start in the same span. */
  private void addEndOfSpan(
      int last, long[] starts, int[] windows, int from, int to, Source source) {
    int slice = last;
    boolean any = false;
    for (int i = to - 1; i >= from; i--) {
      if (any) {
        merges.add(~windows[i + 1], windows[i]);
      }
      for (;
          slice != SliceSpans.NONE && spans.start(slice) >= starts[i];
          slice = spans.preceding(slice)) {
        any |= addPart(source.partOf(slice), windows[i]);
      }
    }
  }

  /** What is in a window of the next span is in those behind it. */
  private void addBeginningOfSpan(
      int first, long[] starts, int[] windows, int from, int to, Source source) {
    int slice = first;
    int running = to - from == 1 ? windows[from] : NOTHING;
    for (int i = from; i < to; i++) {
      long end = starts[i] + times.size();
      for (; slice != SliceSpans.NONE && spans.start(slice) < end; slice = spans.following(slice)) {
        int part = source.partOf(slice);
        if (part != NOTHING && running == NOTHING) {
          running = take();
        }
        addPart(part, running);
      }
      if (running != NOTHING && running != windows[i]) {
        merges.add(~running, windows[i]);
      }
    }
  }

  private boolean addPart(int part, int window) {
    if (part == NOTHING) {
      return false;
    }
    merges.add(part, window);
    return true;
  }

  /** How many additions wait. */
  int waiting() {
    return merges.count;
  }

  /** Adds up what was said to be added. */
  void sum(Groups slices) {
    groups.merge(slices, merges);
    merges.clear();
  }

  /** Adds up numbers of rows only. */
  void sumRows(Groups slices) {
    groups.mergeRows(slices, merges);
    merges.clear();
  }

  long memoryBytes() {
    return tables.memoryBytes() + groups.memoryBytes();
  }
}
