package io.millrace.state;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * Times at which something is to be done with keys: ends of sessions, timeouts, deadlines. A key is
 * named by its slot in another table. It may have several timers, which a number tells apart that
 * the operator chooses: the kind of the timer if there are kinds, or the time itself if a key can
 * have a timer for every time.
 *
 * <p>All times of a table are of one clock, event time or processing time, in one unit; who needs
 * both opens two tables. A key's horizon ({@link KeyedTable#takeExpired}) is not a timer: it
 * follows from the key and never moves.
 *
 * <p>A timer costs the logarithm of the number of timers when it is set, moved or deleted; timers
 * that are due cost what is found. What a call takes and gives are arrays with an element for each
 * timer, {@code count} of them. Used by one thread at a time.
 */
public interface TimerTable {
  /** The time of no timer. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Sets timers; one that is there already is moved. If a timer comes twice, the last time counts.
   *
   * @param numbers which of its key's timers each is
   * @param times when it is due; {@link #NEVER} deletes it
   */
  void set(int[] keys, long[] numbers, long[] times, int count);

  /** Deletes timers that may be there. */
  void delete(int[] keys, long[] numbers, int count);

  /** The times of timers; {@link #NEVER} for those that are not there. */
  void times(int[] keys, long[] numbers, int count, long[] times);

  /**
   * Takes out all timers that are due at or before the bound and appends them, oldest first. Those
   * of one time come in an order without meaning, which is the same in every run.
   *
   * @param keys receives their keys
   * @param numbers receives which of their key's timers they are
   * @param times receives when they were due
   */
  void takeDue(long bound, IntArrayList keys, LongArrayList numbers, LongArrayList times);

  /** The time of the timer that is due next; {@link #NEVER} without any. */
  long next();

  /** Deletes all timers of keys. */
  void removeKeys(int[] keys, int from, int to);

  /** The number of timers. */
  int size();

  /** Heap in use, roughly. */
  long memoryBytes();
}
