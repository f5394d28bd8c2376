package io.millrace.state.format.v1;

import it.unimi.dsi.fastutil.longs.LongArrays;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Sorts keys that lie in one array by their bytes: eight bytes at a time, behind what all have in
 * common, and again where eight are not enough. Not thread-safe.
 */
public final class KeyOrder {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int FEW = 8;

  private byte[] bytes = {};
  private int[] starts = {};
  private int[] lengths = {};
  private long[] prefixes = {};
  private long[] numbers = {};

  /**
   * Sorts the numbers of keys, of which none begins another one.
   *
   * @param keyStarts where the key of each number begins
   * @param keyLengths how long it is
   */
  public void sort(byte[] source, int[] keyStarts, int[] keyLengths, int[] keys, int count) {
    bytes = source;
    starts = keyStarts;
    lengths = keyLengths;
    if (prefixes.length < count) {
      prefixes = new long[count];
      numbers = new long[count];
    }
    for (int i = 0; i < count; i++) {
      numbers[i] = keys[i];
    }
    sort(0, count, 0);
    for (int i = 0; i < count; i++) {
      keys[i] = (int) numbers[i];
    }
  }

  /** Sorts a range of keys that have their first bytes in common. */
  private void sort(int from, int to, int depth) {
    if (to - from <= FEW) {
      insertionSort(from, to, depth);
      return;
    }
    int common = common(from, to, depth);
    if (areAllOf(from, to, common)) {
      return;
    }
    for (int i = from; i < to; i++) {
      prefixes[i] = prefix((int) numbers[i], common);
    }
    LongArrays.quickSort(prefixes, numbers, from, to);
    int next = common + Long.BYTES;
    int runStart = from;
    for (int i = from + 1; i <= to; i++) {
      if (i == to || prefixes[i] != prefixes[runStart]) {
        if (i - runStart > 1) {
          sort(runStart, i, next);
        }
        runStart = i;
      }
    }
  }

  /** How many first bytes all keys of a range have in common. */
  private int common(int from, int to, int depth) {
    int first = (int) numbers[from];
    int common = lengths[first];
    for (int i = from + 1; i < to && common > depth; i++) {
      int key = (int) numbers[i];
      int length = Math.min(common, lengths[key]);
      int mismatch =
          Arrays.mismatch(
              bytes,
              starts[first] + depth,
              starts[first] + length,
              bytes,
              starts[key] + depth,
              starts[key] + length);
      common = mismatch < 0 ? length : depth + mismatch;
    }
    return common;
  }

  private boolean areAllOf(int from, int to, int length) {
    for (int i = from; i < to; i++) {
      if (lengths[(int) numbers[i]] != length) {
        return false;
      }
    }
    return true;
  }

  /** Eight bytes of a key, zeros behind its end, so that they compare as signed numbers. */
  private long prefix(int key, int at) {
    int left = lengths[key] - at;
    int start = starts[key] + at;
    if (left >= Long.BYTES) {
      return (long) LONGS.get(bytes, start) ^ Long.MIN_VALUE;
    }
    long prefix = 0;
    for (int i = 0; i < left; i++) {
      prefix |= (bytes[start + i] & 0xffL) << Long.SIZE - 8 - 8 * i;
    }
    return prefix ^ Long.MIN_VALUE;
  }

  private void insertionSort(int from, int to, int depth) {
    for (int i = from + 1; i < to; i++) {
      long moved = numbers[i];
      int at = i;
      while (at > from && compare((int) numbers[at - 1], (int) moved, depth) > 0) {
        numbers[at] = numbers[at - 1];
        at--;
      }
      numbers[at] = moved;
    }
  }

  private int compare(int left, int right, int depth) {
    return Arrays.compareUnsigned(
        bytes,
        Math.min(starts[left] + depth, starts[left] + lengths[left]),
        starts[left] + lengths[left],
        bytes,
        Math.min(starts[right] + depth, starts[right] + lengths[right]),
        starts[right] + lengths[right]);
  }
}
