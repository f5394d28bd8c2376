package io.millrace.api.state;

import static java.util.Objects.requireNonNull;

import java.sql.Date;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A {@link GroupState} as whoever calls functions fills it and reads it again: the engine, and
 * {@code GroupStateTester}. Programs see the interface only.
 *
 * @param <S> the type of the state
 */
public final class GroupStateCell<S> implements GroupState<S> {
  /** The watermark of a run over bounded input. */
  public static final long BOUNDED = -1;

  private final GroupStateTimeout timeout;
  private final boolean hasWatermark;
  private long timeMs;
  private long watermarkMs;
  private @Nullable S state;
  private boolean changed;
  private boolean timedOut;
  private long dueMs;
  private boolean due;

  /**
   * A cell for many calls.
   *
   * @param timeout of which kind timeouts are
   * @param hasWatermark whether the input has a watermark
   */
  public GroupStateCell(GroupStateTimeout timeout, boolean hasWatermark) {
    this.timeout = requireNonNull(timeout, "timeout is null");
    this.hasWatermark = hasWatermark;
  }

  /**
   * Begins a batch.
   *
   * @param batchTimeMs its timestamp
   * @param batchWatermarkMs its watermark; 0 if there is none yet, {@link #BOUNDED} over bounded
   *     input
   */
  public void beginBatch(long batchTimeMs, long batchWatermarkMs) {
    timeMs = batchTimeMs;
    watermarkMs = batchWatermarkMs;
  }

  /**
   * Begins a call, without a timeout.
   *
   * @param current what is remembered of the key
   * @param forTimeout whether the call is for a timeout that is due
   */
  public void beginCall(Optional<S> current, boolean forTimeout) {
    state = current.orElse(null);
    changed = false;
    timedOut = forTimeout;
    due = false;
  }

  /** Whether the call has set or removed the state. */
  public boolean isChanged() {
    return changed;
  }

  /** The timeout that the call has set, in milliseconds since 1970: due when time is behind it. */
  public OptionalLong timeout() {
    return due ? OptionalLong.of(dueMs) : OptionalLong.empty();
  }

  @Override
  public boolean exists() {
    return state != null;
  }

  @Override
  public S get() {
    if (state == null) {
      throw new NoSuchElementException("there is no state of this key, or it has been removed");
    }
    return state;
  }

  @Override
  public Optional<S> getOption() {
    return Optional.ofNullable(state);
  }

  @Override
  public void update(S newState) {
    if (newState == null) {
      throw new IllegalArgumentException("a state cannot be null; remove() forgets it");
    }
    state = newState;
    changed = true;
  }

  @Override
  public void remove() {
    state = null;
    changed = true;
  }

  @Override
  public boolean hasTimedOut() {
    return timedOut;
  }

  @Override
  public void setTimeoutDuration(long durationMs) {
    require(
        GroupStateTimeout.PROCESSING_TIME_TIMEOUT,
        "a timeout by duration needs GroupStateTimeout.ProcessingTimeTimeout()");
    if (durationMs <= 0) {
      throw new IllegalArgumentException("a timeout must be positive, not " + durationMs + " ms");
    }
    set(Math.addExact(timeMs, durationMs));
  }

  @Override
  public void setTimeoutDuration(String duration) {
    setTimeoutDuration(Span.millis(duration));
  }

  @Override
  public void setTimeoutTimestamp(long timestampMs) {
    require(
        GroupStateTimeout.EVENT_TIME_TIMEOUT,
        "a timeout by timestamp needs GroupStateTimeout.EventTimeTimeout()");
    if (timestampMs <= 0) {
      throw new IllegalArgumentException(
          "the timestamp of a timeout must be positive, not " + timestampMs);
    }
    if (watermarkMs != BOUNDED && timestampMs < watermarkMs) {
      throw new IllegalArgumentException(
          "the timestamp of a timeout, "
              + timestampMs
              + ", is before the watermark, "
              + watermarkMs);
    }
    set(timestampMs);
  }

  @Override
  public void setTimeoutTimestamp(long timestampMs, String additionalDuration) {
    setTimeoutTimestamp(Math.addExact(timestampMs, Span.millis(additionalDuration)));
  }

  @Override
  public void setTimeoutTimestamp(Date timestamp) {
    setTimeoutTimestamp(timestamp.getTime());
  }

  @Override
  public void setTimeoutTimestamp(Date timestamp, String additionalDuration) {
    setTimeoutTimestamp(timestamp.getTime(), additionalDuration);
  }

  private void require(GroupStateTimeout needed, String sentence) {
    if (timeout != needed) {
      throw new UnsupportedOperationException(sentence);
    }
  }

  private void set(long timestampMs) {
    dueMs = timestampMs;
    due = true;
  }

  @Override
  public long getCurrentWatermarkMs() {
    if (!hasWatermark) {
      throw new UnsupportedOperationException(
          "the input has no watermark: declare one with withWatermark before groupByKey");
    }
    return watermarkMs;
  }

  @Override
  public long getCurrentProcessingTimeMs() {
    return timeMs;
  }
}
