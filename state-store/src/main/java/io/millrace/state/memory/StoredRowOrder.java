package io.millrace.state.memory;

import io.millrace.api.types.Layout;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyLayout;
import io.millrace.state.SortOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of rows in slots: by the columns behind the first, which is the group. The probe is a
 * row of a batch or of a slot, or the first columns of one.
 */
final class StoredRowOrder implements SortedSlots.Order {
  private static final int FIRST = 1;
  private static final int HEAD_BYTES = 4;

  private final KeyLayout layout;
  private final SlotWords rows;
  private final ByteArena arena;
  private final int weightWord;
  private final Layout[] layouts;
  private final boolean[] nullable;
  private final SortOrder[] orders;

  /** The first column that rows of the same prefix may differ in. */
  private final int firstCompared;

  private final byte[] probeInline = new byte[KeyLayout.INLINE_BYTES];
  private final byte[] inline = new byte[KeyLayout.INLINE_BYTES];
  private long[] words = {};
  private int at;
  private @Nullable EncodedKeys keys;
  private int endColumn;
  private long prefix;

  StoredRowOrder(
      KeyLayout layout, List<SortOrder> sortOrders, SlotWords rows, ByteArena arena, int weight) {
    this.layout = layout;
    this.rows = rows;
    this.arena = arena;
    this.weightWord = weight;
    this.layouts = new Layout[layout.columns()];
    this.nullable = new boolean[layouts.length];
    this.orders = new SortOrder[layouts.length];
    for (int i = FIRST; i < layouts.length; i++) {
      layouts[i] = layout.type(i).layout();
      nullable[i] = layout.type(i).nullable();
      int order = i - FIRST;
      orders[i] = order < sortOrders.size() ? sortOrders.get(order) : SortOrder.ASCENDING;
    }
    this.firstCompared = isWholePrefix() ? FIRST + 1 : FIRST;
  }

  private boolean isWholePrefix() {
    return layouts.length > FIRST
        && !nullable[FIRST]
        && layouts[FIRST] != Layout.BYTES
        && layouts[FIRST] != Layout.INT128;
  }

  /** Makes the first columns of a key the probe, so many behind the group. */
  void probe(EncodedKeys source, int key, int columns) {
    keys = source;
    words = source.words();
    at = key * layout.width();
    endColumn = FIRST + columns;
    prefix = computePrefix();
  }

  /** Makes the first columns of a slot the probe, so many behind the group. */
  void probe(int slot, int columns) {
    keys = null;
    words = rows.segment(slot);
    at = rows.at(slot);
    endColumn = FIRST + columns;
    prefix = computePrefix();
  }

  @Override
  public long prefix() {
    return prefix;
  }

  /** The first column as far as it fits into a word, which compares as that does. */
  private long computePrefix() {
    if (endColumn == FIRST) {
      return 0;
    }
    if (isNull(words, at, FIRST)) {
      return orders[FIRST].nullsFirst() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    long word = words[at + layout.offset(FIRST)];
    long ascending =
        switch (layouts[FIRST]) {
          case BOOLEAN, INT, LONG -> word;
          case DOUBLE -> sortable(word);
          case INT128 -> words[at + layout.offset(FIRST) + 1];
          case BYTES -> bytesPrefix(word, words[at + layout.offset(FIRST) + 1]);
        };
    return orders[FIRST].descending() ? ~ascending : ascending;
  }

  /** A double's bits so that they compare as it does. */
  private static long sortable(long bits) {
    return bits ^ bits >> 63 >>> 1;
  }

  private long bytesPrefix(long first, long second) {
    long tail = second;
    if (isLong(first)) {
      tail = EncodedKeys.load(probeBytes(FIRST, second), (int) second + HEAD_BYTES, HEAD_BYTES);
    }
    long head = Integer.toUnsignedLong(Integer.reverseBytes((int) first));
    long next = Integer.toUnsignedLong(Integer.reverseBytes((int) tail));
    return (head << 32 | next) ^ Long.MIN_VALUE;
  }

  private byte[] probeBytes(int column, long address) {
    EncodedKeys source = keys;
    return source == null ? arena.array(address) : source.data(column);
  }

  @Override
  public int compare(int slot) {
    long[] other = rows.segment(slot);
    int to = rows.at(slot);
    if (other == words && to == at) {
      // a row that is looked for by itself, with all its long texts
      return 0;
    }
    for (int column = firstCompared; column < endColumn; column++) {
      int comparison = compare(column, other, to);
      if (comparison != 0) {
        return comparison;
      }
    }
    return 0;
  }

  private int compare(int column, long[] other, int to) {
    if (nullable[column]) {
      boolean probeNull = isNull(words, at, column);
      if (probeNull || isNull(other, to, column)) {
        int comparison = Boolean.compare(!probeNull, !isNull(other, to, column));
        return orders[column].nullsFirst() ? comparison : -comparison;
      }
    }
    int comparison = compareValues(column, other, to + layout.offset(column));
    return orders[column].descending() ? -comparison : comparison;
  }

  private int compareValues(int column, long[] other, int otherWord) {
    int word = at + layout.offset(column);
    return switch (layouts[column]) {
      case BOOLEAN, INT, LONG -> Long.compare(words[word], other[otherWord]);
      case DOUBLE -> Long.compare(sortable(words[word]), sortable(other[otherWord]));
      case INT128 -> {
        int high = Long.compare(words[word + 1], other[otherWord + 1]);
        yield high != 0 ? high : Long.compareUnsigned(words[word], other[otherWord]);
      }
      case BYTES -> compareBytes(column, word, other, otherWord);
    };
  }

  private int compareBytes(int column, int word, long[] other, int otherWord) {
    long first = words[word];
    long otherFirst = other[otherWord];
    int head =
        Integer.compareUnsigned(
            Integer.reverseBytes((int) first), Integer.reverseBytes((int) otherFirst));
    if (head != 0) {
      return head;
    }
    int length = EncodedKeys.length(first);
    int otherLength = EncodedKeys.length(otherFirst);
    long second = words[word + 1];
    long otherSecond = other[otherWord + 1];
    if (!isLong(first) && !isLong(otherFirst)) {
      int tail = Long.compareUnsigned(Long.reverseBytes(second), Long.reverseBytes(otherSecond));
      return tail != 0 ? tail : Integer.compare(length, otherLength);
    }
    byte[] bytes = isLong(first) ? probeBytes(column, second) : probeInline;
    int start = isLong(first) ? (int) second : inline(first, second, probeInline);
    byte[] otherBytes = isLong(otherFirst) ? arena.array(otherSecond) : inline;
    int otherStart =
        isLong(otherFirst) ? arena.offset(otherSecond) : inline(otherFirst, otherSecond, inline);
    return Arrays.compareUnsigned(
        bytes, start, start + length, otherBytes, otherStart, otherStart + otherLength);
  }

  /** Writes short bytes out; returns where they begin. */
  private static int inline(long first, long second, byte[] target) {
    EncodedKeys.inlineBytes(first, second, target);
    return 0;
  }

  private static boolean isLong(long first) {
    return EncodedKeys.length(first) > KeyLayout.INLINE_BYTES;
  }

  private boolean isNull(long[] source, int from, int column) {
    return layout.hasNullWord() && (source[from + column / Long.SIZE] >>> column & 1) != 0;
  }

  @Override
  public long weight(int slot) {
    return Math.max(rows.word(slot, weightWord), 0);
  }
}
