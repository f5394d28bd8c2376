package io.millrace.exec.expression.runtime;

import java.util.Arrays;
import java.util.List;

/** The constants of an IN list, hashed. Immutable. */
public final class ConstantSet {
  private static final byte[] ABSENT = {};

  private final int mask;
  private final long[] longs;
  private final boolean[] used;
  private final byte[][] texts;

  private ConstantSet(int capacity, boolean text) {
    this.mask = capacity - 1;
    this.longs = text ? new long[0] : new long[capacity];
    this.used = new boolean[capacity];
    this.texts = text ? new byte[capacity][] : new byte[0][];
    Arrays.fill(texts, ABSENT);
  }

  private static int capacity(int size) {
    return Integer.highestOneBit(Math.max(4, size) * 2) * 2;
  }

  public static ConstantSet ofLongs(long[] values) {
    ConstantSet set = new ConstantSet(capacity(values.length), false);
    for (long value : values) {
      int slot = hash(value) & set.mask;
      while (set.used[slot] && set.longs[slot] != value) {
        slot = slot + 1 & set.mask;
      }
      set.used[slot] = true;
      set.longs[slot] = value;
    }
    return set;
  }

  public static ConstantSet ofTexts(List<byte[]> values) {
    ConstantSet set = new ConstantSet(capacity(values.size()), true);
    for (byte[] value : values) {
      int slot = hash(value, 0, value.length) & set.mask;
      while (set.used[slot] && !Arrays.equals(set.texts[slot], value)) {
        slot = slot + 1 & set.mask;
      }
      set.used[slot] = true;
      set.texts[slot] = value;
    }
    return set;
  }

  public boolean contains(long value) {
    int slot = hash(value) & mask;
    while (used[slot]) {
      if (longs[slot] == value) {
        return true;
      }
      slot = slot + 1 & mask;
    }
    return false;
  }

  /** The bits of a DOUBLE as {@link #contains(long)} takes them: one NaN, one zero. */
  public static long bits(double value) {
    return Double.doubleToLongBits(value == 0 ? 0.0 : value);
  }

  public boolean contains(byte[] data, int start, int length) {
    int slot = hash(data, start, length) & mask;
    while (used[slot]) {
      byte[] candidate = texts[slot];
      if (Texts.equal(candidate, 0, candidate.length, data, start, length)) {
        return true;
      }
      slot = slot + 1 & mask;
    }
    return false;
  }

  private static int hash(long value) {
    long mixed = value * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32);
  }

  private static int hash(byte[] data, int start, int length) {
    int hash = length;
    for (int i = start; i < start + length; i++) {
      hash = 31 * hash + data[i];
    }
    return hash ^ hash >>> 15;
  }
}
