package io.millrace.exec.operator;

import io.millrace.state.KeyedTable;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;

/**
 * All keys of a table in the order of their hashes. Slots are others after a restart, and with
 * another number of partitions; hashes are not.
 */
public final class SlotsByHash {
  private SlotsByHash() {}

  /** The slots; their hashes are the minor numbers of the rows they give ({@link Emission}). */
  public static int[] of(KeyedTable table) {
    IntArrayList all = new IntArrayList();
    table.allSlots(all);
    int[] slots = all.toIntArray();
    IntArrays.mergeSort(slots, (left, right) -> Long.compare(table.hash(left), table.hash(right)));
    return slots;
  }
}
