package io.millrace.state.memory;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/**
 * Finds the numbers of keys by a hash of their bytes. The keys themselves are their owner's, who
 * gives them numbers from 0 on. Not thread-safe.
 */
public final class KeyIndex {
  /** What {@link #find} gives for a key that is not there. */
  public static final int NONE = -1;

  private static final Hasher64 HASHER = Hashing.komihash5_0();
  private static final int FIRST_CELLS = 64;

  private final Keys keys;

  /** Hash in the high half, number of the key + 1 in the low half; 0 if empty. */
  private long[] cells = new long[FIRST_CELLS];

  /** Who has the keys. */
  @FunctionalInterface
  public interface Keys {
    /** Whether the key of that number has these bytes. */
    boolean isKey(int number, byte[] source, int start, int length);
  }

  public KeyIndex(Keys keys) {
    this.keys = keys;
  }

  /** The number of a key, or {@link #NONE}. */
  public int find(byte[] source, int start, int length) {
    long hash = HASHER.hashBytesToLong(source, start, length);
    return (int) cells[cell(hash, source, start, length)] - 1;
  }

  /**
   * The number of a key; the next one if it was not there, and is from now on.
   *
   * @param next how many keys there are
   */
  public int findOrAdd(byte[] source, int start, int length, int next) {
    long hash = HASHER.hashBytesToLong(source, start, length);
    int cell = cell(hash, source, start, length);
    if (cells[cell] != 0) {
      return (int) cells[cell] - 1;
    }
    cells[cell] = hash << 32 | next + 1;
    // a load of at most a half
    if (2 * (next + 1) > cells.length) {
      grow();
    }
    return next;
  }

  /** The cell of a key, or the one where it would be. */
  private int cell(long hash, byte[] source, int start, int length) {
    int mask = cells.length - 1;
    int at = (int) hash & mask;
    while (cells[at] != 0
        && ((int) (cells[at] >>> 32) != (int) hash
            || !keys.isKey((int) cells[at] - 1, source, start, length))) {
      at = at + 1 & mask;
    }
    return at;
  }

  private void grow() {
    long[] grown = new long[2 * cells.length];
    int mask = grown.length - 1;
    for (long cell : cells) {
      if (cell != 0) {
        int at = (int) (cell >>> 32) & mask;
        while (grown[at] != 0) {
          at = at + 1 & mask;
        }
        grown[at] = cell;
      }
    }
    cells = grown;
  }

  /** Forgets all keys. */
  public void clear() {
    cells = new long[FIRST_CELLS];
  }

  public long memoryBytes() {
    return 8L * cells.length;
  }
}
