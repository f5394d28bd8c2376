package io.millrace.api.state;

import java.sql.Date;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What is remembered of a key, and its timeout, for the time of one call of the function. Used by
 * the thread of that call alone, and not after it.
 *
 * <p>A key has at most one timeout. Every call clears it: a function that wants another sets it
 * again. A key without state and without timeout is forgotten.
 *
 * @param <S> the type of the state
 */
public interface GroupState<S> {

  /** Whether there is a state. */
  boolean exists();

  /**
   * The state.
   *
   * @throws NoSuchElementException if there is none, or it has been removed
   */
  S get();

  /** The state; empty if there is none. */
  Optional<S> getOption();

  /**
   * Sets the state. It is taken over as it is when the call has ended.
   *
   * @throws IllegalArgumentException for null; {@link #remove} forgets a state
   */
  void update(S newState);

  /** Forgets the state. */
  void remove();

  /** Whether the call is for a timeout that is due; there are no values then. */
  boolean hasTimedOut();

  /**
   * Sets a timeout that is due in the first batch whose timestamp lies more than that behind the
   * one of this batch.
   *
   * @param durationMs in milliseconds, positive
   * @throws UnsupportedOperationException without {@link GroupStateTimeout#PROCESSING_TIME_TIMEOUT}
   */
  void setTimeoutDuration(long durationMs);

  /**
   * As {@link #setTimeoutDuration(long)}.
   *
   * @param duration as in {@code "1 hour"} or {@code "1 minute 30 seconds"}
   */
  void setTimeoutDuration(String duration);

  /**
   * Sets a timeout that is due in the first batch whose watermark lies behind that time.
   *
   * @param timestampMs milliseconds since 1970, not before the watermark
   * @throws UnsupportedOperationException without {@link GroupStateTimeout#EVENT_TIME_TIMEOUT}
   */
  void setTimeoutTimestamp(long timestampMs);

  /**
   * As {@link #setTimeoutTimestamp(long)}, a duration later.
   *
   * @param additionalDuration as in {@code "1 hour"}
   */
  void setTimeoutTimestamp(long timestampMs, String additionalDuration);

  /** As {@link #setTimeoutTimestamp(long)}. */
  void setTimeoutTimestamp(Date timestamp);

  /** As {@link #setTimeoutTimestamp(long, String)}. */
  void setTimeoutTimestamp(Date timestamp, String additionalDuration);

  /**
   * The watermark of the batch in milliseconds since 1970: 0 while there is none yet, −1 in a run
   * over bounded input.
   *
   * @throws UnsupportedOperationException if the input has no watermark
   */
  long getCurrentWatermarkMs();

  /** The timestamp of the batch in milliseconds since 1970; the same whenever the batch runs. */
  long getCurrentProcessingTimeMs();
}
