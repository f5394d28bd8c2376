package io.millrace.connector.memory;

import java.util.Arrays;

/** A map from longs that are not negative to longs that are not negative. */
final class LongMap {
  private static final long FREE = -1;
  private static final int LEAST = 16;

  private long[] keys = free(LEAST);
  private long[] values = new long[LEAST];
  private int size;

  private static long[] free(int capacity) {
    long[] keys = new long[capacity];
    Arrays.fill(keys, FREE);
    return keys;
  }

  int size() {
    return size;
  }

  /** The value of a key, −1 if it has none. */
  long get(long key) {
    int slot = slot(key);
    return keys[slot] == FREE ? -1 : values[slot];
  }

  void put(long key, long value) {
    if (2 * (size + 1) > keys.length) {
      grow();
    }
    int slot = slot(key);
    if (keys[slot] == FREE) {
      keys[slot] = key;
      size++;
    }
    values[slot] = value;
  }

  /** Removes a key; gives its value, −1 if it had none. */
  long remove(long key) {
    int hole = slot(key);
    if (keys[hole] == FREE) {
      return -1;
    }
    long removed = values[hole];
    size--;
    int mask = keys.length - 1;
    for (int slot = (hole + 1) & mask; keys[slot] != FREE; slot = (slot + 1) & mask) {
      int ideal = start(keys[slot]);
      if (((slot - ideal) & mask) >= ((slot - hole) & mask)) {
        keys[hole] = keys[slot];
        values[hole] = values[slot];
        hole = slot;
      }
    }
    keys[hole] = FREE;
    return removed;
  }

  void clear() {
    keys = free(LEAST);
    values = new long[LEAST];
    size = 0;
  }

  private int start(long key) {
    return (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & (keys.length - 1);
  }

  private int slot(long key) {
    int slot = start(key);
    while (keys[slot] != FREE && keys[slot] != key) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldValues = values;
    keys = free(2 * oldKeys.length);
    values = new long[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }
}
