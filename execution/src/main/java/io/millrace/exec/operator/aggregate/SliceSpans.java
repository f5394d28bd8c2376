package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyHashing;
import io.millrace.state.KeyLayout;
import io.millrace.state.KeyedTable;
import io.millrace.state.StateTables.KeyHorizon;
import io.millrace.state.memory.MemoryStateTables;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the slices of a key in the order of time: for each key and each span of time, the list of
 * the slices that lie in it. All of it follows from the table of slices, and is made anew when that
 * has come back from a store.
 *
 * <p>A span of a key is here while it has slices, or while the span behind it has: windows that
 * start in it reach into that one.
 */
final class SliceSpans {
  /** No span, no slice. */
  static final int NONE = -1;

  private static final int FIRST = 0;
  private static final int LAST = 1;
  private static final int NEXT = 2;
  private static final int PREVIOUS = 3;
  private static final int MARK = 4;
  private static final int WORDS = 5;
  private static final int LINK_BYTES = 12;

  private final KeyedTable slices;
  private final int startColumn;
  private final int startWord;
  private final SliceTimes times;
  private final MemoryStateTables tables = new MemoryStateTables();
  private final KeyedTable table;
  private final EncodedKeys keys;
  private int[] spanOf = {};
  private int[] following = {};
  private int[] preceding = {};
  private int[] rows = {};
  private int[] found = {};
  private int[] firstOfSpan = {};
  private long[] keyHashes = {};
  private long[] spanStarts = {};
  private long[] hashes = {};

  /**
   * @param slices whose keys end with the start of the slice
   */
  SliceSpans(KeyedTable slices, SliceTimes times) {
    this.slices = slices;
    this.times = times;
    KeyLayout layout = slices.layout();
    this.startColumn = layout.columns() - 1;
    this.startWord = layout.offset(startColumn);
    List<DataType> types = IntStream.range(0, layout.columns()).mapToObj(layout::type).toList();
    this.table = tables.keyed("spans", types, WORDS, Optional.of(new KeyHorizon(startColumn, 0)));
    this.keys = new EncodedKeys(table.layout());
  }

  /**
   * Adds slices that are new in the table.
   *
   * @param batch with all columns of their keys but the last
   * @param positions which of the rows the slices were made for
   * @param batchRows the rows of the batch
   * @param rowHashes of those columns
   * @param slots the slice of each row
   */
  void add(
      ColumnBatch batch,
      int[] columns,
      int[] positions,
      int count,
      int[] batchRows,
      long[] rowHashes,
      int[] slots) {
    reserve(count);
    for (int i = 0; i < count; i++) {
      rows[i] = batchRows[positions[i]];
      keyHashes[i] = rowHashes[positions[i]];
      spanStarts[i] = times.span(start(slots[positions[i]]));
    }
    find(batch, columns, count);
    int fresh = 0;
    for (int i = 0; i < count; i++) {
      int slice = slots[positions[i]];
      if (first(found[i]) == NONE) {
        rows[fresh] = rows[i];
        keyHashes[fresh] = keyHashes[i];
        spanStarts[fresh] = spanStarts[i] - times.size();
        firstOfSpan[fresh++] = slice;
      }
      insert(slice, found[i]);
    }
    if (fresh > 0) {
      // windows that start in the span before reach into this one
      find(batch, columns, fresh);
      for (int i = 0; i < fresh; i++) {
        int span = spanOf[firstOfSpan[i]];
        set(found[i], NEXT, span);
        set(span, PREVIOUS, found[i]);
      }
    }
  }

  private void reserve(int count) {
    if (rows.length < count) {
      int capacity = Math.max(count, 2 * rows.length);
      rows = new int[capacity];
      found = new int[capacity];
      firstOfSpan = new int[capacity];
      keyHashes = new long[capacity];
      spanStarts = new long[capacity];
      hashes = new long[capacity];
    }
  }

  /** Finds the spans of keys, making those that are missing. */
  private void find(ColumnBatch batch, int[] columns, int count) {
    for (int i = 0; i < count; i++) {
      hashes[i] = KeyHashing.within(keyHashes[i], spanStarts[i]);
    }
    keys.encode(batch, columns, rows, count, hashes);
    long[] words = keys.words();
    int width = keys.layout().width();
    for (int i = 0, at = keys.layout().offset(startColumn); i < count; i++, at += width) {
      words[at] = spanStarts[i];
    }
    int created = table.upsert(keys, found);
    for (int i = 0; i < created; i++) {
      int span = found[table.created()[i]];
      for (int word = 0; word < WORDS; word++) {
        set(span, word, NONE);
      }
    }
  }

  /** Puts a slice into the list of its span; most are the newest. */
  private void insert(int slice, int span) {
    if (slice >= spanOf.length) {
      int capacity = Math.max(slice + 1, 2 * spanOf.length);
      spanOf = Arrays.copyOf(spanOf, capacity);
      following = Arrays.copyOf(following, capacity);
      preceding = Arrays.copyOf(preceding, capacity);
    }
    long start = start(slice);
    int before = last(span);
    int behind = NONE;
    while (before != NONE && start(before) > start) {
      behind = before;
      before = preceding[before];
    }
    spanOf[slice] = span;
    link(span, before, slice);
    link(span, slice, behind);
  }

  /** Makes two slices neighbours; NONE is the end of the list. */
  private void link(int span, int left, int right) {
    if (left == NONE) {
      set(span, FIRST, right);
    } else {
      following[left] = right;
    }
    if (right == NONE) {
      set(span, LAST, left);
    } else {
      preceding[right] = left;
    }
  }

  /** Removes slices, which are still in the table. */
  void remove(int[] slots, int from, int to) {
    for (int i = from; i < to; i++) {
      int slice = slots[i];
      int span = spanOf[slice];
      link(span, preceding[slice], following[slice]);
      if (first(span) == NONE) {
        leave(span);
      }
    }
  }

  /** A span has lost its last slice. */
  private void leave(int span) {
    int before = get(span, PREVIOUS);
    set(span, PREVIOUS, NONE);
    set(before, NEXT, NONE);
    removeIfUnused(before);
    removeIfUnused(span);
  }

  private void removeIfUnused(int span) {
    if (first(span) == NONE && next(span) == NONE) {
      table.remove(new int[] {span}, 0, 1);
    }
  }

  /** Adds all slices that the table has. */
  void addAll() {
    IntArrayList all = new IntArrayList();
    slices.allSlots(all);
    int[] columns = IntStream.range(0, startColumn).toArray();
    int[] positions = IntStream.range(0, ColumnBatch.MAX_ROWS).toArray();
    long[] all64 = new long[ColumnBatch.MAX_ROWS];
    for (int from = 0; from < all.size(); from += ColumnBatch.MAX_ROWS) {
      int count = Math.min(ColumnBatch.MAX_ROWS, all.size() - from);
      int[] slots = Arrays.copyOfRange(all.elements(), from, from + count);
      ColumnBatch batch = keysOf(slots, count);
      KeyHashing.hash(batch, columns, positions, count, all64);
      add(batch, columns, positions, count, positions, all64, slots);
    }
  }

  private ColumnBatch keysOf(int[] slots, int count) {
    List<Field> fields = new ArrayList<>();
    Column[] columns = new Column[startColumn];
    for (int i = 0; i < startColumn; i++) {
      DataType type = slices.layout().type(i);
      ColumnBuilder builder = new ColumnBuilder(type, count);
      slices.appendKeys(i, slots, 0, count, builder);
      columns[i] = builder.build();
      fields.add(new Field("key" + i, type));
    }
    return ColumnBatch.of(new Schema(fields), count, columns);
  }

  /** All spans, the oldest first. */
  void all(IntArrayList target) {
    table.allSlots(target);
  }

  /** The start of a slice. */
  long start(int slice) {
    return slices
        .segments()[slice >>> KeyedTable.SEGMENT_BITS][
        (slice & KeyedTable.SEGMENT_MASK) * slices.width() + startWord];
  }

  /** The start of a span. */
  long spanStart(int span) {
    return segment(span)[
        (span & KeyedTable.SEGMENT_MASK) * table.width() + table.layout().offset(startColumn)];
  }

  /** The span that a slice lies in. */
  int spanOf(int slice) {
    return spanOf[slice];
  }

  int first(int span) {
    return get(span, FIRST);
  }

  int last(int span) {
    return get(span, LAST);
  }

  /** The span behind one, if that has slices. */
  int next(int span) {
    return get(span, NEXT);
  }

  /** The span before one that has slices. */
  int previous(int span) {
    return get(span, PREVIOUS);
  }

  /** The slice of the same key and span behind one. */
  int following(int slice) {
    return following[slice];
  }

  /** The slice of the same key and span before one. */
  int preceding(int slice) {
    return preceding[slice];
  }

  /** A number that somebody has left at a span; NONE at first. */
  int mark(int span) {
    return get(span, MARK);
  }

  void mark(int span, int mark) {
    set(span, MARK, mark);
  }

  private int get(int span, int word) {
    return (int) segment(span)[at(span) + word];
  }

  private void set(int span, int word, int value) {
    segment(span)[at(span) + word] = value;
  }

  private long[] segment(int span) {
    return table.segments()[span >>> KeyedTable.SEGMENT_BITS];
  }

  private int at(int span) {
    return (span & KeyedTable.SEGMENT_MASK) * table.width() + table.stateOffset();
  }

  long memoryBytes() {
    return tables.memoryBytes() + (long) LINK_BYTES * spanOf.length;
  }
}
