package io.millrace.exec.trigger;

import io.millrace.api.connector.SourceChannel;

/**
 * The processing time of one query, and the place where its loop waits. A test drives it by hand.
 * Waits are for one thread, the query's.
 */
public interface LoopClock extends AutoCloseable {

  /** A wait without an end. */
  long NEVER = Long.MAX_VALUE;

  /** Processing time, µs since 1970. */
  long nowMicros();

  /**
   * Waits until {@link #wake} has been called since the last wait ended, or until that time; what
   * comes through channels meanwhile is received. May return early.
   */
  void awaitUntil(long deadlineMicros) throws InterruptedException;

  /** The same, and ends as soon as there is something in a channel. */
  default void awaitRowsUntil(long deadlineMicros) throws InterruptedException {
    awaitUntil(deadlineMicros);
  }

  /** Looks after a channel in all waits from now on. */
  default void watch(SourceChannel channel) {}

  /** Ends the wait that is going on, or the next one. Any thread; cheap. */
  void wake();

  /** Nobody waits any more; channels are not closed. */
  @Override
  default void close() {}
}
