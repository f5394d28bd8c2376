package io.millrace.state.memory;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.millrace.state.StateOutput;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;

/**
 * Keys that went, until the store on disk knows that they did: what it has of them meanwhile is not
 * true. Not thread-safe.
 */
final class RemovedKeys {
  private static final Hasher64 HASHER = Hashing.komihash5_0();
  private static final int FIRST_CELLS = 64;

  /** The epoch of a key that went since the last commit. */
  private static final long PENDING = Long.MAX_VALUE;

  private StateOutput bytes = new StateOutput();

  /** Hash in the high half, number of the key + 1 in the low half; 0 if empty. */
  private long[] cells = new long[FIRST_CELLS];

  private int[] starts = new int[FIRST_CELLS];
  private int[] lengths = new int[FIRST_CELLS];

  /** The epoch in which a key went last. */
  private long[] epochs = new long[FIRST_CELLS];

  private final IntArrayList pending = new IntArrayList();
  private int count;
  private long forgotten = Long.MIN_VALUE;

  /** Notes a key that goes in the epoch that is going on. */
  void add(byte[] source, int start, int length) {
    pending.add(put(source, start, length, PENDING));
  }

  /** Notes a key that went in an epoch, not before one noted until now. */
  void add(byte[] source, int start, int length, long epoch) {
    put(source, start, length, epoch);
  }

  /** The epoch that was going on has ended. */
  void committed(long epoch) {
    for (int i = 0; i < pending.size(); i++) {
      epochs[pending.getInt(i)] = epoch;
    }
    pending.clear();
  }

  /** Forgets what went up to an epoch; nothing is pending. */
  void forget(long epoch) {
    if (epoch <= forgotten) {
      return;
    }
    forgotten = epoch;
    if (count == 0) {
      return;
    }
    StateOutput old = bytes;
    int oldCount = count;
    bytes = new StateOutput();
    cells = new long[FIRST_CELLS];
    count = 0;
    int[] oldStarts = starts;
    int[] oldLengths = lengths;
    long[] oldEpochs = epochs;
    starts = new int[FIRST_CELLS];
    lengths = new int[FIRST_CELLS];
    epochs = new long[FIRST_CELLS];
    for (int i = 0; i < oldCount; i++) {
      if (oldEpochs[i] > epoch) {
        put(old.array(), oldStarts[i], oldLengths[i], oldEpochs[i]);
      }
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  boolean contains(byte[] source, int start, int length) {
    if (count == 0) {
      return false;
    }
    return cells[cell(HASHER.hashBytesToLong(source, start, length), source, start, length)] != 0;
  }

  private int put(byte[] source, int start, int length, long epoch) {
    long hash = HASHER.hashBytesToLong(source, start, length);
    int cell = cell(hash, source, start, length);
    if (cells[cell] != 0) {
      int known = (int) cells[cell] - 1;
      epochs[known] = epoch;
      return known;
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
      epochs = Arrays.copyOf(epochs, 2 * count);
    }
    starts[count] = bytes.size();
    lengths[count] = length;
    epochs[count] = epoch;
    bytes.writeBytes(source, start, length);
    cells[cell] = hash << 32 | ++count;
    // a load of at most a half
    if (2 * count > cells.length) {
      grow();
    }
    return count - 1;
  }

  /** The cell of a key, or the one where it would be. */
  private int cell(long hash, byte[] source, int start, int length) {
    int mask = cells.length - 1;
    int at = (int) hash & mask;
    while (cells[at] != 0 && !isKey(cells[at], hash, source, start, length)) {
      at = at + 1 & mask;
    }
    return at;
  }

  private boolean isKey(long cell, long hash, byte[] source, int start, int length) {
    int key = (int) cell - 1;
    return (int) (cell >>> 32) == (int) hash
        && lengths[key] == length
        && Arrays.equals(
            bytes.array(), starts[key], starts[key] + length, source, start, start + length);
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

  long memoryBytes() {
    return bytes.array().length + 8L * cells.length + 16L * starts.length;
  }
}
