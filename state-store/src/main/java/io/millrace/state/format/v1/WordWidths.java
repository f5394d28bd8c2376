package io.millrace.state.format.v1;

import io.millrace.state.KeyedTable;
import io.millrace.state.StateOutput;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The bytes that each word of a block's values takes: as few as its largest needs. A word is
 * written and read eight bytes at a time, the next one over its surplus.
 */
public final class WordWidths {
  /** How far writing goes beyond a word's bytes. */
  private static final int SURPLUS = 7;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final int words;
  private final long[] bits;
  private final int[] widths;
  private int total;

  public WordWidths(int words) {
    this.words = words;
    this.bits = new long[words];
    this.widths = new int[words];
  }

  /** Begins a block. */
  public void clear() {
    Arrays.fill(bits, 0);
  }

  /** Takes the words of a value into account. */
  public void include(long[] source, int at) {
    for (int i = 0; i < words; i++) {
      long word = source[at + i];
      bits[i] |= word ^ word >> 63;
    }
  }

  /**
   * Takes the words of a block of slots into account.
   *
   * @param segments of the slots' table
   * @param width words of a slot
   * @param offset of the value's first word in a slot
   */
  public void include(long[][] segments, int width, int offset, int[] slots, int from, int to) {
    if (words == 1) {
      bits[0] |= bitsOf(segments, width, offset, slots, from, to);
      return;
    }
    for (int i = from; i < to; i++) {
      long[] segment = segments[slots[i] >>> KeyedTable.SEGMENT_BITS];
      include(segment, (slots[i] & KeyedTable.SEGMENT_MASK) * width + offset);
    }
  }

  private static long bitsOf(
      long[][] segments, int width, int offset, int[] slots, int from, int to) {
    long seen = 0;
    for (int i = from; i < to; i++) {
      long word =
          segments[slots[i] >>> KeyedTable.SEGMENT_BITS][
              (slots[i] & KeyedTable.SEGMENT_MASK) * width + offset];
      seen |= word ^ word >> 63;
    }
    return seen;
  }

  /** Writes the widths of the values that were included. */
  public void write(StateOutput output) {
    total = 0;
    for (int i = 0; i < words; i++) {
      // one bit more for the sign
      widths[i] = (Long.SIZE - Long.numberOfLeadingZeros(bits[i])) / 8 + 1;
      total += widths[i];
      output.writeByte(widths[i]);
    }
  }

  /** How many bytes there must be behind the place where a value is written. */
  public int bound() {
    return total + SURPLUS;
  }

  /** Writes a value; returns where it ends. */
  public int put(long[] source, int at, byte[] target, int start) {
    int to = start;
    for (int i = 0; i < words; i++) {
      LONGS.set(target, to, source[at + i]);
      to += widths[i];
    }
    return to;
  }

  /** The bytes of a value in this block. */
  public int total() {
    return total;
  }

  /**
   * Writes the values of a block of slots, one each so many bytes. What lies between them is
   * overwritten.
   */
  public void put(
      long[][] segments,
      int width,
      int offset,
      int[] slots,
      int from,
      int to,
      byte[] target,
      int start,
      int stride) {
    int at = start;
    for (int i = from; i < to; i++) {
      long[] segment = segments[slots[i] >>> KeyedTable.SEGMENT_BITS];
      put(segment, (slots[i] & KeyedTable.SEGMENT_MASK) * width + offset, target, at);
      at += stride;
    }
  }

  /** Reads the widths of a block; returns where they end. */
  int read(byte[] source, int start) {
    total = 0;
    for (int i = 0; i < words; i++) {
      widths[i] = source[start + i];
      if (widths[i] < 1 || widths[i] > 8) {
        throw new IllegalArgumentException("a word of " + widths[i] + " bytes");
      }
      total += widths[i];
    }
    return start + words;
  }

  /** Reads a value that {@link #put} wrote; returns where it ends. */
  int get(byte[] source, int start, long[] target, int at) {
    if (start + total + SURPLUS > source.length) {
      return getSlowly(source, start, target, at);
    }
    int from = start;
    for (int i = 0; i < words; i++) {
      int shift = Long.SIZE - 8 * widths[i];
      target[at + i] = (long) LONGS.get(source, from) << shift >> shift;
      from += widths[i];
    }
    return from;
  }

  private int getSlowly(byte[] source, int start, long[] target, int at) {
    byte[] copy = new byte[total + SURPLUS];
    System.arraycopy(source, start, copy, 0, total);
    get(copy, 0, target, at);
    return start + total;
  }
}
