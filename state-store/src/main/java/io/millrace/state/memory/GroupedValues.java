package io.millrace.state.memory;

import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyLayout;
import io.millrace.state.format.v1.LongBytes;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.BitSet;

/**
 * A table of values by group, the slots of another table, whose changes can be logged. A value has
 * a slot of its own, whose words are laid out as {@link #layout} says: the group, then the columns
 * of the value.
 */
interface GroupedValues {
  KeyLayout layout();

  long[][] segments();

  /** Words of a slot. */
  int width();

  /** The word of a slot that is written with the value: its weight, say. */
  int valueWord();

  /** Holds the long bytes of values. */
  LongBytes longBytes();

  /** The group of a value. */
  int group(int slot);

  /** Begins to note changes. */
  void logChanges(GroupedChangeLog log);

  /**
   * Sets the words of values, making those that are missing, which is not noted as a change.
   *
   * @param placed groups and values, whose hashes are to be computed
   * @param slots has room for their slots
   * @param entries where in the words that of each value is
   */
  void place(EncodedKeys placed, int[] slots, long[] words, int[] entries);

  /**
   * Removes values if they are there, which is not noted as a change.
   *
   * @param gone groups and values, whose hashes are to be computed
   * @param slots has room for their slots
   */
  void dropValues(EncodedKeys gone, int[] slots);

  /** Removes a group's values from memory, which is not noted as a change. */
  void dropGroup(int group);

  int size();

  /** The values in memory. */
  default int residentSize() {
    return size();
  }

  /**
   * Whether groups may be on disk only, while nobody asks for their keys. The methods below are
   * called only then.
   */
  default boolean canLeave() {
    return false;
  }

  /** Adds the slots of all values of a group to a list, in no order. */
  default void collect(int group, IntArrayList target) {
    throw new IllegalStateException("groups stay in memory");
  }

  /**
   * Puts no more values into segments that are nearly empty together.
   *
   * @param moved receives the slots of their values
   * @return the numbers of the segments; none if that is not worth it
   */
  default BitSet closeSparse(IntArrayList moved) {
    throw new IllegalStateException("groups stay in memory");
  }

  /**
   * Removes values from memory, which is not noted as a change; their slots are not used again
   * while their segments are there.
   */
  default void vacate(int[] gone, int from, int to) {
    throw new IllegalStateException("groups stay in memory");
  }

  /** Gives back segments that are closed and empty. */
  default void giveBack(BitSet closed) {
    throw new IllegalStateException("groups stay in memory");
  }

  long memoryBytes();
}
