package io.millrace.exec.operator;

import io.millrace.state.KeyedTable;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;

/**
 * Keys of a table in the order of their hashes. Slots are others after a restart, and with another
 * number of partitions; hashes are not.
 */
public final class SlotsByHash {
  private static final long HIGH_HALF = -1L << Integer.SIZE;

  private SlotsByHash() {}

  /**
   * The slots of all keys; their hashes are the minor numbers of the rows they give ({@link
   * Emission}).
   */
  public static int[] of(KeyedTable table) {
    IntArrayList all = new IntArrayList();
    table.allSlots(all);
    int[] slots = all.toIntArray();
    sort(table, slots);
    return slots;
  }

  /** Sorts some slots; those of equal hashes stay as they are. */
  public static void sort(KeyedTable table, int[] slots) {
    // numbers are sorted several times as fast as by comparisons that look for the hashes
    long[] order = new long[slots.length];
    for (int i = 0; i < slots.length; i++) {
      order[i] = table.hash(slots[i]) & HIGH_HALF | i;
    }
    Arrays.sort(order);
    int[] given = slots.clone();
    for (int i = 0; i < slots.length; i++) {
      slots[i] = given[(int) order[i]];
    }
    for (int i = 1; i < slots.length; i++) {
      if ((order[i] ^ order[i - 1]) >>> Integer.SIZE == 0) {
        moveForward(table, slots, i);
      }
    }
  }

  /** Where hashes agree in one half, the other one counts. */
  private static void moveForward(KeyedTable table, int[] slots, int from) {
    int moved = slots[from];
    long hash = table.hash(moved);
    int at = from;
    while (at > 0 && table.hash(slots[at - 1]) > hash) {
      slots[at] = slots[at - 1];
      at--;
    }
    slots[at] = moved;
  }
}
