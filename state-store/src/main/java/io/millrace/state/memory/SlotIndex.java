package io.millrace.state.memory;

import java.util.Arrays;

/**
 * Hash to slot: open addressing with linear probing, in parts that grow one by one, so that no
 * insertion waits for the whole table to be dealt anew. A cell holds the low half of the hash and
 * the slot + 1; an empty cell is 0.
 */
final class SlotIndex {
  private static final int PARTS = 32;
  private static final int PART_SHIFT = 48;
  private static final int FIRST_CELLS = 16;
  private static final long[] EMPTY = {0};

  private final long[][] parts = new long[PARTS][];
  private final int[] sizes = new int[PARTS];

  SlotIndex() {
    Arrays.fill(parts, EMPTY);
  }

  /** The part that a hash belongs to; the search begins at {@code hash & (length - 1)}. */
  long[] part(long hash) {
    return parts[(int) (hash >>> PART_SHIFT) & PARTS - 1];
  }

  /** Adds a slot that is not in the index. */
  void insert(long hash, int slot) {
    int number = (int) (hash >>> PART_SHIFT) & PARTS - 1;
    long[] part = parts[number];
    // a load of at most 0.65
    if ((sizes[number] + 1) * 20L > part.length * 13L) {
      part = grow(part);
      parts[number] = part;
    }
    put(part, hash << 32 | slot + 1);
    sizes[number]++;
  }

  private static long[] grow(long[] part) {
    return copy(part, Math.max(FIRST_CELLS, 2 * part.length));
  }

  private static long[] copy(long[] part, int length) {
    long[] copied = new long[length];
    for (long cell : part) {
      if (cell != 0) {
        put(copied, cell);
      }
    }
    return copied;
  }

  private static void put(long[] part, long cell) {
    int mask = part.length - 1;
    int at = (int) (cell >>> 32) & mask;
    while (part[at] != 0) {
      at = at + 1 & mask;
    }
    part[at] = cell;
  }

  /** Removes a slot, closing the gap so that searches need no tombstones. */
  void remove(long hash, int slot) {
    int number = (int) (hash >>> PART_SHIFT) & PARTS - 1;
    long[] part = parts[number];
    int mask = part.length - 1;
    int gap = (int) hash & mask;
    while ((int) part[gap] != slot + 1) {
      if (part[gap] == 0) {
        throw new IllegalStateException("slot " + slot + " is not in the index");
      }
      gap = gap + 1 & mask;
    }
    int at = gap + 1 & mask;
    while (part[at] != 0) {
      int home = (int) (part[at] >>> 32) & mask;
      // the cell may move into the gap unless its home lies behind the gap
      if ((at - home & mask) >= (at - gap & mask)) {
        part[gap] = part[at];
        gap = at;
      }
      at = at + 1 & mask;
    }
    part[gap] = 0;
    sizes[number]--;
    if (sizes[number] == 0) {
      parts[number] = EMPTY;
    }
  }

  /** Gives back what many removals have left. */
  void trim() {
    for (int i = 0; i < PARTS; i++) {
      // half as large it has a load of at most 0.33
      int length = parts[i].length;
      while (length > FIRST_CELLS && sizes[i] * 6L < length) {
        length /= 2;
      }
      if (length < parts[i].length) {
        parts[i] = copy(parts[i], length);
      }
    }
  }

  long memoryBytes() {
    long bytes = 0;
    for (long[] part : parts) {
      bytes += 16 + 8L * part.length;
    }
    return bytes;
  }
}
