package io.millrace.state.memory;

import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyLayout;
import java.util.Arrays;

/** Reads, compares and keeps the words of keys, whose long bytes lie in an arena. */
final class KeyValues {
  private final KeyLayout layout;
  private final ByteArena arena;
  private final int[] bytesColumns;
  private final byte[] scratch = new byte[KeyLayout.INLINE_BYTES];
  private final byte[] otherScratch = new byte[KeyLayout.INLINE_BYTES];

  KeyValues(KeyLayout layout, ByteArena arena) {
    this.layout = layout;
    this.arena = arena;
    int[] columns = new int[layout.columns()];
    int count = 0;
    for (int i = 0; i < columns.length; i++) {
      if (layout.type(i).layout() == Layout.BYTES) {
        columns[count++] = i;
      }
    }
    this.bytesColumns = Arrays.copyOf(columns, count);
  }

  /** Whether the stored key equals a key of a batch; the layout has bytes. */
  boolean matches(long[] segment, int at, EncodedKeys keys, int key) {
    long[] words = keys.words();
    int from = key * layout.width();
    int nextBytes = 0;
    int width = layout.width();
    for (int i = 0; i < width; i++) {
      if (nextBytes < bytesColumns.length
          && i == layout.offset(bytesColumns[nextBytes]) + 1
          && isLong(segment[at + i - 1])) {
        if (!arena.equal(
            segment[at + i],
            keys.data(bytesColumns[nextBytes]),
            (int) words[from + i],
            length(segment[at + i - 1]))) {
          return false;
        }
      } else if (segment[at + i] != words[from + i]) {
        return false;
      }
      if (nextBytes < bytesColumns.length && i == layout.offset(bytesColumns[nextBytes]) + 1) {
        nextBytes++;
      }
    }
    return true;
  }

  /** Copies the long bytes of a key just stored. */
  void adopt(long[] segment, int at, EncodedKeys keys) {
    for (int column : bytesColumns) {
      int word = at + layout.offset(column);
      if (isLong(segment[word])) {
        segment[word + 1] =
            arena.add(keys.data(column), (int) segment[word + 1], length(segment[word]));
      }
    }
  }

  /** Copies the long bytes of a key into another arena, where they are from then on. */
  void move(long[] segment, int at, ByteArena target) {
    for (int column : bytesColumns) {
      int word = at + layout.offset(column);
      if (isLong(segment[word])) {
        long address = segment[word + 1];
        segment[word + 1] =
            target.add(arena.array(address), arena.offset(address), length(segment[word]));
      }
    }
  }

  /** Gives back the long bytes of a key. */
  void release(long[] segment, int at) {
    for (int column : bytesColumns) {
      int word = at + layout.offset(column);
      if (isLong(segment[word])) {
        arena.free(segment[word + 1], length(segment[word]));
      }
    }
  }

  void append(DataType type, long[] segment, int word, ColumnBuilder target) {
    switch (type.layout()) {
      case BOOLEAN -> target.appendBoolean(segment[word] != 0);
      case INT -> target.appendInt((int) segment[word]);
      case LONG -> target.appendLong(segment[word]);
      case DOUBLE -> target.appendDouble(Double.longBitsToDouble(segment[word]));
      case INT128 -> target.appendInt128(segment[word], segment[word + 1]);
      case BYTES -> {
        byte[] data = bytes(segment, word, scratch);
        target.appendBytes(data, start(segment, word), length(segment[word]));
      }
    }
  }

  int compare(DataType type, long[] left, int leftWord, long[] right, int rightWord) {
    return switch (type.layout()) {
      case BOOLEAN, INT, LONG -> Long.compare(left[leftWord], right[rightWord]);
      case DOUBLE ->
          Double.compare(
              Double.longBitsToDouble(left[leftWord]), Double.longBitsToDouble(right[rightWord]));
      case INT128 -> {
        int high = Long.compare(left[leftWord + 1], right[rightWord + 1]);
        yield high != 0 ? high : Long.compareUnsigned(left[leftWord], right[rightWord]);
      }
      case BYTES -> {
        byte[] leftData = bytes(left, leftWord, scratch);
        byte[] rightData = bytes(right, rightWord, otherScratch);
        int leftStart = start(left, leftWord);
        int rightStart = start(right, rightWord);
        yield Arrays.compareUnsigned(
            leftData,
            leftStart,
            leftStart + length(left[leftWord]),
            rightData,
            rightStart,
            rightStart + length(right[rightWord]));
      }
    };
  }

  private byte[] bytes(long[] segment, int word, byte[] target) {
    if (isLong(segment[word])) {
      return arena.array(segment[word + 1]);
    }
    EncodedKeys.inlineBytes(segment[word], segment[word + 1], target);
    return target;
  }

  private int start(long[] segment, int word) {
    return isLong(segment[word]) ? arena.offset(segment[word + 1]) : 0;
  }

  private static int length(long firstWord) {
    return EncodedKeys.length(firstWord);
  }

  private static boolean isLong(long firstWord) {
    return length(firstWord) > KeyLayout.INLINE_BYTES;
  }
}
