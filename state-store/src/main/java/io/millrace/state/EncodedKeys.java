package io.millrace.state;

import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.Int128Column;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The keys of a batch's rows as words ({@link KeyLayout}), with their hashes. Filled anew for each
 * batch; long bytes stay where the batch has them. Not thread-safe.
 */
public final class EncodedKeys {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final byte[] NO_DATA = {};

  private final KeyLayout layout;
  private final byte[][] data;
  private long[] words = {};
  private long[] hashes = {};
  private int count;

  public EncodedKeys(KeyLayout layout) {
    this.layout = layout;
    this.data = new byte[layout.columns()][];
    Arrays.fill(data, NO_DATA);
  }

  public KeyLayout layout() {
    return layout;
  }

  public int count() {
    return count;
  }

  /** {@code layout.width()} words a key. */
  public long[] words() {
    return words;
  }

  /** One hash a key. */
  public long[] hashes() {
    return hashes;
  }

  /** Whether a column of a key is NULL. */
  public boolean isNull(int key, int column) {
    return layout.hasNullWord()
        && (words[key * layout.width() + column / Long.SIZE] >>> column & 1) != 0;
  }

  /** What places of long bytes of a column refer to. */
  public byte[] data(int column) {
    return data[column];
  }

  /** Takes the keys of physical rows; {@code keyHashes[i]} belongs to {@code rows[i]}. */
  public void encode(ColumnBatch batch, int[] columns, int[] rows, int rowCount, long[] keyHashes) {
    begin(rowCount, keyHashes);
    for (int i = 0; i < columns.length; i++) {
      encodeColumn(i, batch.column(columns[i]), rows);
    }
  }

  /**
   * Takes keys whose first column is a whole number and whose other columns come from a batch, for
   * tables of values by group.
   */
  public void encodeGrouped(
      int[] groups, ColumnBatch batch, int[] columns, int[] rows, int rowCount, long[] keyHashes) {
    begin(rowCount, keyHashes);
    int width = layout.width();
    int offset = layout.offset(0);
    for (int i = 0; i < rowCount; i++) {
      words[i * width + offset] = groups[i];
    }
    for (int i = 0; i < columns.length; i++) {
      encodeColumn(i + 1, batch.column(columns[i]), rows);
    }
  }

  /**
   * Begins to take keys whose {@link #words()} the caller writes. They are all zero if the layout
   * has NULL bits.
   */
  public void begin(int rowCount, long[] keyHashes) {
    count = rowCount;
    hashes = keyHashes;
    int needed = Math.multiplyExact(rowCount, layout.width());
    if (words.length < needed) {
      words = new long[Math.max(needed, 2 * words.length)];
    } else if (layout.hasNullWord()) {
      Arrays.fill(words, 0, needed, 0);
    }
  }

  /** Says what places of long bytes refer to, for all columns. */
  public void setData(byte[] bytes) {
    Arrays.fill(data, bytes);
  }

  /** Sets the NULL bit of a column of a key. */
  public void setNull(int key, int column) {
    words[key * layout.width() + column / Long.SIZE] |= 1L << column;
  }

  /** Sets a column of a key to bytes that lie in its data. */
  public void setBytes(int key, int column, byte[] source, int start, int length) {
    setBytes(key * layout.width() + layout.offset(column), source, start, length);
  }

  private void encodeColumn(int index, Column column, int[] rows) {
    int width = layout.width();
    int at = layout.offset(index);
    if (column.mayHaveNulls()) {
      encodeNullable(index, column, rows);
    } else if (column instanceof LongColumn longs) {
      long[] values = longs.values();
      for (int i = 0, to = at; i < count; i++, to += width) {
        words[to] = values[rows[i]];
      }
    } else if (column instanceof IntColumn ints) {
      int[] values = ints.values();
      for (int i = 0, to = at; i < count; i++, to += width) {
        words[to] = values[rows[i]];
      }
    } else {
      keepData(index, column);
      for (int i = 0, to = at; i < count; i++, to += width) {
        encodeValue(column, rows[i], to);
      }
    }
  }

  private void encodeNullable(int index, Column column, int[] rows) {
    keepData(index, column);
    int width = layout.width();
    int at = layout.offset(index);
    for (int i = 0; i < count; i++) {
      if (!column.isNull(rows[i])) {
        encodeValue(column, rows[i], i * width + at);
      } else if (layout.type(index).nullable()) {
        words[i * width + index / Long.SIZE] |= 1L << index;
      } else {
        throw new IllegalStateException("NULL in a key column of type " + layout.type(index));
      }
    }
  }

  private void keepData(int index, Column column) {
    if (column instanceof BytesColumn bytes) {
      data[index] = bytes.data();
    }
  }

  private void encodeValue(Column column, int row, int to) {
    if (column instanceof LongColumn longs) {
      words[to] = longs.values()[row];
    } else if (column instanceof IntColumn ints) {
      words[to] = ints.values()[row];
    } else if (column instanceof DoubleColumn doubles) {
      words[to] = KeyHashing.doubleWord(doubles.values()[row]);
    } else if (column instanceof BooleanColumn booleans) {
      words[to] = booleans.values()[row];
    } else if (column instanceof Int128Column wide) {
      words[to] = wide.words()[2 * row];
      words[to + 1] = wide.words()[2 * row + 1];
    } else if (column instanceof BytesColumn bytes) {
      setBytes(to, bytes.data(), bytes.starts()[row], bytes.lengths()[row]);
    }
  }

  private void setBytes(int to, byte[] source, int start, int length) {
    words[to] = firstWord(source, start, length);
    words[to + 1] =
        length <= KeyLayout.INLINE_BYTES ? load(source, start + 4, Math.max(length - 4, 0)) : start;
  }

  /** The length of text or binary, by its first word. */
  public static int length(long firstWord) {
    return (int) (firstWord >>> 32);
  }

  /** Writes the bytes of short text or binary out of its words. */
  public static void inlineBytes(long firstWord, long secondWord, byte[] target) {
    int length = length(firstWord);
    for (int i = 0; i < length; i++) {
      target[i] = (byte) (i < 4 ? firstWord >>> 8 * i : secondWord >>> 8 * (i - 4));
    }
  }

  /** The first word of text or binary. */
  public static long firstWord(byte[] source, int start, int length) {
    return (long) length << 32 | load(source, start, Math.min(length, 4));
  }

  /** Up to eight bytes as little-endian word. */
  public static long load(byte[] source, int start, int length) {
    if (length == 0) {
      return 0;
    }
    if (start + 8 <= source.length) {
      return (long) LONGS.get(source, start) & -1L >>> (Long.SIZE - 8 * length);
    }
    long word = 0;
    for (int i = 0; i < length; i++) {
      word |= (source[start + i] & 0xffL) << 8 * i;
    }
    return word;
  }
}
