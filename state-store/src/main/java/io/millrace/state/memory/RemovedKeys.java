package io.millrace.state.memory;

import io.millrace.state.StateOutput;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;

/**
 * Keys that went, until the store on disk knows that they did: what it has of them meanwhile is not
 * true. Not thread-safe.
 */
final class RemovedKeys {
  private static final int FIRST_KEYS = 64;

  /** The epoch of a key that went since the last commit. */
  private static final long PENDING = Long.MAX_VALUE;

  private StateOutput bytes = new StateOutput();

  private final KeyIndex index = new KeyIndex(this::isKey);

  private int[] starts = new int[FIRST_KEYS];
  private int[] lengths = new int[FIRST_KEYS];

  /** The epoch in which a key went last. */
  private long[] epochs = new long[FIRST_KEYS];

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
    index.clear();
    count = 0;
    int[] oldStarts = starts;
    int[] oldLengths = lengths;
    long[] oldEpochs = epochs;
    starts = new int[FIRST_KEYS];
    lengths = new int[FIRST_KEYS];
    epochs = new long[FIRST_KEYS];
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
    return index.find(source, start, length) != KeyIndex.NONE;
  }

  private int put(byte[] source, int start, int length, long epoch) {
    int known = index.findOrAdd(source, start, length, count);
    if (known < count) {
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
    return count++;
  }

  private boolean isKey(int key, byte[] source, int start, int length) {
    int own = starts[key];
    return lengths[key] == length
        && Arrays.equals(bytes.array(), own, own + length, source, start, start + length);
  }

  long memoryBytes() {
    return bytes.array().length + index.memoryBytes() + 16L * starts.length;
  }
}
