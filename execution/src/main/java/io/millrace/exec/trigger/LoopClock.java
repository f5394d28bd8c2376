package io.millrace.exec.trigger;

/**
 * The processing time of one query, and the place where its loop waits. A test drives it by hand.
 */
public interface LoopClock {

  /** A wait without an end. */
  long NEVER = Long.MAX_VALUE;

  /** Processing time, µs since 1970. */
  long nowMicros();

  /**
   * Waits until {@link #wake} has been called since the last wait ended, or until that time. May
   * return early.
   */
  void awaitUntil(long deadlineMicros) throws InterruptedException;

  /** Ends the wait that is going on, or the next one. Any thread; cheap. */
  void wake();
}
