package io.millrace.state.format.v1;

import io.millrace.api.types.Layout;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyLayout;
import io.millrace.state.KeyedTable;
import io.millrace.state.SortOrder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Takes the words of keys to bytes that compare as the keys do, and back. Knows some of a layout's
 * columns, from one on. Not thread-safe.
 */
public final class KeyCodec {
  /** The width of keys whose lengths differ. */
  public static final int VARIABLE = 0;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final int SIGN = Integer.MIN_VALUE;
  private static final byte ESCAPED_ZERO = (byte) 0xff;
  private static final byte NULL_FIRST = 0;
  private static final byte VALUE = 1;
  private static final byte NULL_LAST = 2;

  private final KeyLayout layout;
  private final int firstColumn;
  private final Layout[] layouts;
  private final boolean[] nullable;

  /** What each column's bytes are combined with: all ones turn the order round. */
  private final long[] masks;

  /** The byte that a NULL of each column is. */
  private final byte[] nullBytes;

  private final int fixedBytes;
  private final boolean variable;
  private final boolean oneLong;
  private final byte[] inline = new byte[KeyLayout.INLINE_BYTES];
  private final BatchBytes batchBytes = new BatchBytes();
  private byte[] data = {};
  private int dataEnd;

  /** For keys whose columns are ascending, NULLs first. */
  public KeyCodec(KeyLayout layout, int firstColumn) {
    this(layout, firstColumn, List.of());
  }

  /**
   * @param orders of the first of the columns; the others are ascending, NULLs first
   */
  public KeyCodec(KeyLayout layout, int firstColumn, List<SortOrder> orders) {
    this.layout = layout;
    this.firstColumn = firstColumn;
    this.layouts = new Layout[layout.columns()];
    this.nullable = new boolean[layouts.length];
    this.masks = new long[layouts.length];
    this.nullBytes = new byte[layouts.length];
    int bytes = 0;
    boolean differ = false;
    for (int i = firstColumn; i < layouts.length; i++) {
      layouts[i] = layout.type(i).layout();
      nullable[i] = layout.type(i).nullable();
      SortOrder order =
          i - firstColumn < orders.size() ? orders.get(i - firstColumn) : SortOrder.ASCENDING;
      masks[i] = order.descending() ? -1 : 0;
      nullBytes[i] = order.nullsFirst() ? NULL_FIRST : NULL_LAST;
      bytes += width(layouts[i]) + (nullable[i] ? 1 : 0);
      differ |= layouts[i] == Layout.BYTES;
    }
    this.fixedBytes = bytes;
    this.variable = differ;
    this.oneLong =
        layouts.length - firstColumn == 1
            && layouts[firstColumn] == Layout.LONG
            && !nullable[firstColumn]
            && masks[firstColumn] == 0;
  }

  /** The bytes of text and binary are those of its end. */
  private static int width(Layout layout) {
    return switch (layout) {
      case BOOLEAN -> 1;
      case INT -> 4;
      case LONG, DOUBLE -> 8;
      case INT128 -> 16;
      case BYTES -> 2;
    };
  }

  /** Whether keys differ in length. */
  public boolean variable() {
    return variable;
  }

  /** The bytes of every key; if they differ, of one whose text and binary is empty. */
  public int fixedBytes() {
    return fixedBytes;
  }

  /** At least as many bytes as a key takes. */
  public int bound(long[] words, int at) {
    int bytes = fixedBytes;
    if (variable) {
      for (int i = firstColumn; i < layouts.length; i++) {
        if (layouts[i] == Layout.BYTES) {
          bytes += Math.multiplyExact(2, EncodedKeys.length(words[at + layout.offset(i)]));
        }
      }
    }
    return bytes;
  }

  /**
   * Writes a key, for which there must be room.
   *
   * @param at the key's first word
   * @return where it ends
   */
  public int encode(long[] words, int at, LongBytes bytes, byte[] target, int start) {
    if (oneLong) {
      LONGS.set(target, start, words[at + layout.offset(firstColumn)] ^ Long.MIN_VALUE);
      return start + 8;
    }
    int to = start;
    for (int i = firstColumn; i < layouts.length; i++) {
      if (nullable[i]) {
        boolean isNull = (words[at + i / Long.SIZE] >>> i & 1) != 0;
        target[to++] = isNull ? nullBytes[i] : VALUE;
        if (isNull) {
          int width = layouts[i] == Layout.BYTES ? 0 : width(layouts[i]);
          Arrays.fill(target, to, to + width, (byte) 0);
          to += width;
          continue;
        }
      }
      to = encodeColumn(i, words, at + layout.offset(i), bytes, target, to);
    }
    return to;
  }

  /**
   * Writes a key of a batch, for which there must be room.
   *
   * @return where it ends
   */
  public int encode(EncodedKeys keys, int key, byte[] target, int start) {
    long[] words = keys.words();
    int to = start;
    for (int i = firstColumn; i < layouts.length; i++) {
      if (nullable[i]) {
        boolean isNull = keys.isNull(key, i);
        target[to++] = isNull ? nullBytes[i] : VALUE;
        if (isNull) {
          int width = layouts[i] == Layout.BYTES ? 0 : width(layouts[i]);
          Arrays.fill(target, to, to + width, (byte) 0);
          to += width;
          continue;
        }
      }
      batchBytes.bytes = keys.data(i);
      to = encodeColumn(i, words, key * layout.width() + layout.offset(i), batchBytes, target, to);
    }
    return to;
  }

  /** Long bytes of a batch's keys: the address is the place in the column's bytes. */
  private static final class BatchBytes implements LongBytes {
    byte[] bytes = {};

    @Override
    public byte[] array(long address) {
      return bytes;
    }

    @Override
    public int offset(long address) {
      return (int) address;
    }
  }

  /**
   * Writes the keys of a block of slots, one each so many bytes; they are of fixed width.
   *
   * @param segments of the slots' table
   * @param width words of a slot
   */
  public void encode(
      long[][] segments,
      int width,
      LongBytes bytes,
      int[] slots,
      int from,
      int to,
      byte[] target,
      int start,
      int stride) {
    int at = start;
    if (oneLong) {
      int offset = layout.offset(firstColumn);
      for (int i = from; i < to; i++) {
        long word =
            segments[slots[i] >>> KeyedTable.SEGMENT_BITS][
                (slots[i] & KeyedTable.SEGMENT_MASK) * width + offset];
        LONGS.set(target, at, word ^ Long.MIN_VALUE);
        at += stride;
      }
      return;
    }
    for (int i = from; i < to; i++) {
      long[] segment = segments[slots[i] >>> KeyedTable.SEGMENT_BITS];
      encode(segment, (slots[i] & KeyedTable.SEGMENT_MASK) * width, bytes, target, at);
      at += stride;
    }
  }

  private int encodeColumn(
      int column, long[] words, int word, LongBytes bytes, byte[] target, int to) {
    long mask = masks[column];
    long value = words[word] ^ mask;
    switch (layouts[column]) {
      case BOOLEAN -> target[to] = (byte) value;
      case INT -> INTS.set(target, to, (int) value ^ SIGN);
      case LONG -> LONGS.set(target, to, value ^ Long.MIN_VALUE);
      case DOUBLE -> LONGS.set(target, to, value ^ (words[word] >> 63 | Long.MIN_VALUE));
      case INT128 -> {
        LONGS.set(target, to, words[word + 1] ^ mask ^ Long.MIN_VALUE);
        LONGS.set(target, to + 8, value);
      }
      case BYTES -> {
        int end = encodeBytes(words[word], words[word + 1], bytes, target, to);
        if (mask != 0) {
          for (int i = to; i < end; i++) {
            target[i] = (byte) ~target[i];
          }
        }
        return end;
      }
    }
    return to + width(layouts[column]);
  }

  private int encodeBytes(long first, long second, LongBytes bytes, byte[] target, int start) {
    int length = EncodedKeys.length(first);
    byte[] source = inline;
    int from = 0;
    if (length > KeyLayout.INLINE_BYTES) {
      source = bytes.array(second);
      from = bytes.offset(second);
    } else {
      EncodedKeys.inlineBytes(first, second, inline);
    }
    int to = start;
    for (int i = from; i < from + length; i++) {
      target[to++] = source[i];
      if (source[i] == 0) {
        target[to++] = ESCAPED_ZERO;
      }
    }
    target[to++] = 0;
    target[to++] = 0;
    return to;
  }

  /** Forgets the long bytes that were read; called before the keys of a block. */
  public void beginDecode() {
    dataEnd = 0;
  }

  /** Tells the keys where their long bytes are; called behind those of a block. */
  public void endDecode(EncodedKeys target) {
    target.setData(data);
  }

  /**
   * Reads a key that {@link #encode} wrote.
   *
   * @return where it ends
   */
  public int decode(byte[] source, int start, EncodedKeys target, int key) {
    long[] words = target.words();
    int at = key * layout.width();
    if (oneLong) {
      words[at + layout.offset(firstColumn)] = (long) LONGS.get(source, start) ^ Long.MIN_VALUE;
      return start + 8;
    }
    int from = start;
    for (int i = firstColumn; i < layouts.length; i++) {
      if (nullable[i] && source[from++] != VALUE) {
        target.setNull(key, i);
        from += layouts[i] == Layout.BYTES ? 0 : width(layouts[i]);
      } else if (layouts[i] == Layout.BYTES) {
        from = decodeBytes(source, from, target, key, i);
      } else {
        decodeColumn(i, source, from, words, at + layout.offset(i));
        from += width(layouts[i]);
      }
    }
    return from;
  }

  private void decodeColumn(int column, byte[] source, int from, long[] words, int word) {
    long mask = masks[column];
    switch (layouts[column]) {
      case BOOLEAN -> words[word] = source[from] ^ mask;
      case INT -> words[word] = (int) INTS.get(source, from) ^ SIGN ^ mask;
      case LONG -> words[word] = (long) LONGS.get(source, from) ^ Long.MIN_VALUE ^ mask;
      case DOUBLE -> {
        long value = (long) LONGS.get(source, from) ^ mask;
        words[word] = value ^ (~value >> 63 | Long.MIN_VALUE);
      }
      case INT128 -> {
        words[word] = (long) LONGS.get(source, from + 8) ^ mask;
        words[word + 1] = (long) LONGS.get(source, from) ^ Long.MIN_VALUE ^ mask;
      }
      case BYTES -> throw new IllegalStateException("bytes have no fixed width");
    }
  }

  private int decodeBytes(byte[] source, int start, EncodedKeys target, int key, int column) {
    byte mask = (byte) masks[column];
    int from = start;
    int to = dataEnd;
    while (true) {
      byte next = (byte) (source[from++] ^ mask);
      if (next == 0 && (byte) (source[from++] ^ mask) != ESCAPED_ZERO) {
        break;
      }
      if (to == data.length) {
        data = Arrays.copyOf(data, Math.max(256, 2 * data.length));
      }
      data[to++] = next;
    }
    int length = to - dataEnd;
    target.setBytes(key, column, data, dataEnd, length);
    if (length > KeyLayout.INLINE_BYTES) {
      dataEnd = to;
    }
    return from;
  }
}
