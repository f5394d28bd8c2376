package io.millrace.state;

/**
 * What an operator keeps of each key beside the words of its slot, such as text, in a form that can
 * be written into the checkpoint and read back. One for each thing kept, added to its table by
 * {@link KeyedTable#extend} when the table is opened, always in the same order.
 */
public interface SlotExtension {

  /** Writes what is kept of a slot, also if that is nothing. */
  void write(int slot, StateOutput output);

  /** Takes back what {@link #write} wrote; the slot may hold an older value. */
  void read(int slot, StateInput input);

  /**
   * Forgets what is kept of a slot that leaves memory, because its key is removed or for now. Does
   * nothing if nothing is kept.
   */
  void release(int slot);

  /** Heap that everything takes that is kept, roughly. */
  default long memoryBytes() {
    return 0;
  }
}
