package io.millrace.connector.format;

import java.util.ArrayList;
import java.util.List;

/**
 * The arrays that the columns of some rows are filled in. When the rows have gone, the arrays serve
 * the next ones, so that memory stays in the processor's cache. Not thread-safe.
 */
public final class RowMemory {
  /** Keeps nothing: all arrays are new. May be shared by threads. */
  public static final RowMemory FRESH = new RowMemory(0);

  /** More than that of a kind are not kept: so many columns are rare. */
  private static final int MOST = 64;

  private final List<long[]> longs = new ArrayList<>();
  private final List<int[]> ints = new ArrayList<>();
  private final List<double[]> doubles = new ArrayList<>();
  private final List<byte[]> bytes = new ArrayList<>();
  private final int most;
  private int longsUsed;
  private int intsUsed;
  private int doublesUsed;
  private int bytesUsed;

  public RowMemory() {
    this(MOST);
  }

  private RowMemory(int most) {
    this.most = most;
  }

  /** Takes all arrays back; nothing may refer to them. */
  public void reuse() {
    longsUsed = 0;
    intsUsed = 0;
    doublesUsed = 0;
    bytesUsed = 0;
  }

  /** An array for so many rows or more, with any content. */
  long[] longs(int rows) {
    if (longsUsed == most) {
      return new long[rows];
    }
    if (longsUsed == longs.size()) {
      longs.add(new long[rows]);
    } else if (longs.get(longsUsed).length < rows) {
      longs.set(longsUsed, new long[rows]);
    }
    return longs.get(longsUsed++);
  }

  int[] ints(int rows) {
    if (intsUsed == most) {
      return new int[rows];
    }
    if (intsUsed == ints.size()) {
      ints.add(new int[rows]);
    } else if (ints.get(intsUsed).length < rows) {
      ints.set(intsUsed, new int[rows]);
    }
    return ints.get(intsUsed++);
  }

  double[] doubles(int rows) {
    if (doublesUsed == most) {
      return new double[rows];
    }
    if (doublesUsed == doubles.size()) {
      doubles.add(new double[rows]);
    } else if (doubles.get(doublesUsed).length < rows) {
      doubles.set(doublesUsed, new double[rows]);
    }
    return doubles.get(doublesUsed++);
  }

  byte[] bytes(int rows) {
    if (bytesUsed == most) {
      return new byte[rows];
    }
    if (bytesUsed == bytes.size()) {
      bytes.add(new byte[rows]);
    } else if (bytes.get(bytesUsed).length < rows) {
      bytes.set(bytesUsed, new byte[rows]);
    }
    return bytes.get(bytesUsed++);
  }
}
