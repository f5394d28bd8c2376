package io.millrace.api.batch;

import java.util.Arrays;

/**
 * Bitmaps that say which rows are not NULL, as in Arrow: least significant bit first, 1 = a value.
 * Held in 64-bit words, which on little-endian machines are the same bytes.
 *
 * <p>The bitmap of a column without NULLs is {@link #NONE}, the empty array.
 */
public final class Validity {
  /** No bitmap: every row has a value. */
  public static final long[] NONE = {};

  private Validity() {}

  /** The number of words for that many rows. */
  public static int words(int rows) {
    return (rows + 63) >>> 6;
  }

  /** A bitmap in which every row has a value. */
  public static long[] allValid(int rows) {
    long[] bits = new long[words(rows)];
    Arrays.fill(bits, -1L);
    return bits;
  }

  public static boolean isNull(long[] bits, int row) {
    return bits.length != 0 && (bits[row >>> 6] >>> row & 1L) == 0;
  }

  public static void setNull(long[] bits, int row) {
    bits[row >>> 6] &= ~(1L << row);
  }

  public static void setValid(long[] bits, int row) {
    bits[row >>> 6] |= 1L << row;
  }

  /** Whether any of the first {@code rows} rows is NULL. */
  public static boolean hasNulls(long[] bits, int rows) {
    if (bits.length == 0) {
      return false;
    }
    int full = rows >>> 6;
    for (int i = 0; i < full; i++) {
      if (bits[i] != -1L) {
        return true;
      }
    }
    int rest = rows & 63;
    return rest != 0 && (~bits[full] & ((1L << rest) - 1)) != 0;
  }
}
