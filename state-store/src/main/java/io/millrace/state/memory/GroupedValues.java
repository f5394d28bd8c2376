package io.millrace.state.memory;

import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyLayout;
import io.millrace.state.format.v1.LongBytes;

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

  long memoryBytes();
}
