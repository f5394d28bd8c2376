package io.millrace.state;

import io.millrace.api.batch.ColumnBuilder;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/**
 * Keys, each with a row of {@code long} words that its operator reads and writes in place.
 *
 * <p>A key has a <em>slot</em>, a small number that stays its own until the key is removed, or
 * leaves memory if that is allowed ({@link #letLeave}); slots are used again. The words of slot s
 * lie in segment {@code s >>> SEGMENT_BITS}, from {@code (s & SEGMENT_MASK) * width()} on: first
 * the key ({@link KeyLayout}), then the table's own words, then, from {@link #stateOffset()} on,
 * the operator's. Operators loop over segments themselves; calls are made once a batch.
 *
 * <p>Used by one thread at a time.
 */
public interface KeyedTable {
  /** Slots of a segment, as a power of two. */
  int SEGMENT_BITS = 10;

  /** Takes a slot to its place in the segment. */
  int SEGMENT_MASK = (1 << SEGMENT_BITS) - 1;

  KeyLayout layout();

  /** Words of a slot. */
  int width();

  /** The first word of a slot that belongs to the operator; zero when the key is new. */
  int stateOffset();

  /** The segments; read it again after {@link #upsert}. */
  long[][] segments();

  /**
   * Finds the slots of keys, making those that are missing.
   *
   * @param slots receives a slot for each key
   * @return how many keys were made; {@link #created()} tells which
   */
  int upsert(EncodedKeys keys, int[] slots);

  /** The positions, among the keys of the last {@link #upsert}, of those that were made. */
  int[] created();

  /**
   * The positions, among the keys of the last {@link #upsert}, of those that were upserted for the
   * first time in the batch; there are {@link #touchedCount()}. What an operator writes into the
   * words of a slot in a batch in which it did not upsert the key is lost at a restart. In a table
   * without words of the operator these are the keys that were made.
   */
  int[] touched();

  int touchedCount();

  /**
   * Keeps something more with each key. Called when the table has just been opened. It is written
   * for the keys that were upserted, whether the operator has words or not.
   *
   * @param extension writes and reads it
   */
  void extend(SlotExtension extension);

  /**
   * Allows keys to leave memory between epochs, if there is too much state, until {@link #upsert}
   * or one of the calls below comes to them. Slots are then for one batch only: nobody remembers
   * them beyond it, but for extensions and tables of values by group, which are told. Called when
   * the table has just been opened. Without it every key is in memory, in its slot.
   */
  void letLeave();

  /** Removes keys, which must be in the table. */
  void remove(int[] slots, int from, int to);

  /**
   * Takes from the index of horizons all keys whose horizon is at or before the bound, oldest
   * horizon first, within one in the order they were made. They stay in the table until {@link
   * #remove}, which must follow. Costs what it finds, not what the table holds.
   */
  void takeExpired(long bound, IntArrayList slots);

  /** All slots, by horizon and then in the order they were made; for ends of bounded input. */
  void allSlots(IntArrayList slots);

  /** The horizon of a slot; {@link Long#MAX_VALUE} if it has none. */
  long horizon(int slot);

  /** The hash of the key of a slot, as it was upserted: the same in every run. */
  long hash(int slot);

  /** Appends a column of the keys of some slots. */
  void appendKeys(int column, int[] slots, int from, int to, ColumnBuilder target);

  /** Compares a key column of two slots that are not NULL there, in SQL order. */
  int compareKeys(int column, int left, int right);

  int size();

  /** Heap in use, roughly. */
  long memoryBytes();
}
