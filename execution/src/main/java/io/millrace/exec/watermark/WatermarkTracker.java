package io.millrace.exec.watermark;

import static io.millrace.exec.build.StepInput.NO_WATERMARK;
import static java.util.Objects.requireNonNull;

import io.millrace.exec.build.StepReport.EventTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Follows the event times of a query and says which watermark its batches use.
 *
 * <p>Each declaration {@code i} has {@code m_i}, the newest time it saw, rounded down to
 * milliseconds, minus its delay. The policy makes one watermark of them, which never goes back. A
 * batch finalises by {@link #current()}, the watermark that {@link #begin} settled from what came
 * before, and rejects by {@link #late()}, the one of the batch before it. All times are in µs; not
 * thread-safe.
 */
public final class WatermarkTracker {
  private static final long MICROS_PER_MILLI = 1_000;

  private final WatermarkPolicy policy;
  private final long[] delays;
  private final long[] newest;
  private final long[] lastSeen;
  private final long idleTimeoutMicros;
  private long current = NO_WATERMARK;
  private long late = NO_WATERMARK;

  /**
   * A tracker that has seen nothing.
   *
   * @param delaysMicros by ordinal of the declaration, how far its watermark stays behind
   * @param idleTimeout after how long without rows a declaration no longer holds the minimum back;
   *     empty for never
   * @param nowMicros processing time at the start
   */
  public WatermarkTracker(
      WatermarkPolicy policy, long[] delaysMicros, Optional<Duration> idleTimeout, long nowMicros) {
    this.policy = requireNonNull(policy, "policy is null");
    this.delays = delaysMicros.clone();
    this.newest = new long[delays.length];
    Arrays.fill(newest, NO_WATERMARK);
    this.lastSeen = new long[delays.length];
    Arrays.fill(lastSeen, nowMicros);
    this.idleTimeoutMicros =
        idleTimeout.map(timeout -> timeout.toNanos() / 1_000).orElse(Long.MAX_VALUE);
  }

  /**
   * What a declaration has seen.
   *
   * @param newest m_i; ⊥ while it has seen nothing
   * @param lastSeen processing time of its last row, or of the start
   */
  public record Node(long newest, long lastSeen) {}

  /** All declarations, by ordinal. */
  public List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < newest.length; i++) {
      nodes.add(new Node(newest[i], lastSeen[i]));
    }
    return nodes;
  }

  /**
   * Goes on behind a batch of an earlier run. The time between the runs does not count as idle:
   * nobody looked, so nobody can say that there were no rows.
   *
   * @param nodes the declarations behind that batch
   * @param watermark W of that batch
   * @param awayMicros how long nobody looked
   */
  public void resume(List<Node> nodes, long watermark, long awayMicros) {
    for (int i = 0; i < newest.length; i++) {
      newest[i] = nodes.get(i).newest();
      lastSeen[i] = nodes.get(i).lastSeen() + awayMicros;
    }
    current = watermark;
    late = watermark;
  }

  /** Begins a batch that ran before, with the watermarks that it had then. */
  public void repeat(long watermark, long lateWatermark) {
    current = watermark;
    late = lateWatermark;
  }

  /** Whether the query declares a watermark at all. */
  public boolean isDeclared() {
    return delays.length > 0;
  }

  /** W_N of the batch begun last; ⊥ before the first. */
  public long current() {
    return current;
  }

  /** L_N of the batch begun last: the watermark of the batch before it. */
  public long late() {
    return late;
  }

  /** m_i: what the declaration alone would allow; ⊥ while it has seen nothing. */
  public long node(int ordinal) {
    return newest[ordinal];
  }

  /** The watermark that a batch begun at that time would use. */
  public long next(long nowMicros) {
    return Math.max(current, combined(nowMicros));
  }

  /** Whether a batch begun at that time would use a newer watermark than the last one did. */
  public boolean isAdvanceDue(long nowMicros) {
    return next(nowMicros) > current;
  }

  /** Begins a batch at that time: L becomes the old W, and W what has been seen until now. */
  public void begin(long nowMicros) {
    late = current;
    current = next(nowMicros);
  }

  /**
   * Takes what the declarations saw in the batch that was begun last. Declarations without a time
   * are missing.
   */
  public void observe(Map<Integer, EventTimes> eventTimes, long nowMicros) {
    eventTimes.forEach(
        (ordinal, times) -> {
          long floored = Math.floorDiv(times.max(), MICROS_PER_MILLI) * MICROS_PER_MILLI;
          newest[ordinal] = Math.max(newest[ordinal], minus(floored, delays[ordinal]));
          lastSeen[ordinal] = nowMicros;
        });
  }

  /**
   * When, without new rows, the next declaration becomes idle; empty if none ever does. That is a
   * whole millisecond, as the times of batches are: one that begins then finds it idle.
   */
  public OptionalLong nextIdleTime(long nowMicros) {
    if (idleTimeoutMicros == Long.MAX_VALUE || policy == WatermarkPolicy.MAX) {
      return OptionalLong.empty();
    }
    return Arrays.stream(lastSeen)
        .map(seen -> -Math.floorDiv(-(seen + idleTimeoutMicros), MICROS_PER_MILLI))
        .map(millis -> millis * MICROS_PER_MILLI)
        .filter(time -> time > nowMicros)
        .min();
  }

  private long combined(long nowMicros) {
    return switch (policy) {
      case MIN -> minimum(nowMicros);
      case MAX -> Arrays.stream(newest).max().orElse(NO_WATERMARK);
    };
  }

  private long minimum(long nowMicros) {
    long minimum = Long.MAX_VALUE;
    boolean any = false;
    for (int i = 0; i < newest.length; i++) {
      if (!isIdle(i, nowMicros)) {
        minimum = Math.min(minimum, newest[i]);
        any = true;
      }
    }
    // If every declaration is idle, nothing says how far time has come.
    return any ? minimum : NO_WATERMARK;
  }

  private boolean isIdle(int ordinal, long nowMicros) {
    return idleTimeoutMicros != Long.MAX_VALUE
        && nowMicros - lastSeen[ordinal] >= idleTimeoutMicros;
  }

  /** A difference that stays above ⊥. */
  private static long minus(long time, long delay) {
    return time < NO_WATERMARK + 1 + delay ? NO_WATERMARK + 1 : time - delay;
  }
}
