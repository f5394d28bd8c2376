package io.millrace.exec.trigger;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * When a query runs its batches. A policy knows nothing of threads: the loop asks it what to do.
 *
 * <p>Times are µs since 1970.
 */
public sealed interface Trigger {

  /** Its name in SQL. */
  String sql();

  /** Whether limits on what one batch takes apply. */
  boolean isLimited();

  /** Whether all sources are fixed to what they have when the query starts. */
  boolean freezesSources();

  /** Whether the query ends once nothing is due. */
  boolean endsWhenIdle();

  /** Whether the query ends behind the first batch, whatever is due. */
  default boolean endsAfterOneBatch() {
    return false;
  }

  /**
   * When the next batch may start after the one that started, or would have, at that time; empty if
   * that is a matter of rows, not of time.
   */
  OptionalLong nextStart(long startedMicros);

  /**
   * When an epoch whose first batch started at that time is to be decided, with all batches that
   * follow until then; empty if every batch is decided by itself.
   */
  default OptionalLong epochEnd(long startedMicros) {
    return OptionalLong.empty();
  }

  /** Whether several batches may be decided together. */
  default boolean hasEpochs() {
    return false;
  }

  /** Whether a batch that took so long has missed a tick, which is worth a warning. */
  default boolean isOverrun(long startedMicros, long endedMicros) {
    return false;
  }

  /** Batches follow each other while there is something to do. */
  record Default() implements Trigger {
    @Override
    public String sql() {
      return "DEFAULT";
    }

    @Override
    public boolean isLimited() {
      return true;
    }

    @Override
    public boolean freezesSources() {
      return false;
    }

    @Override
    public boolean endsWhenIdle() {
      return false;
    }

    @Override
    public OptionalLong nextStart(long startedMicros) {
      return OptionalLong.empty();
    }
  }

  /**
   * Batches start at multiples of an interval since 1970, the first at once. Ticks that a long
   * batch misses become one start as soon as it ends.
   */
  record ProcessingTime(Duration interval) implements Trigger {
    public ProcessingTime {
      requireNonNull(interval, "interval is null");
      if (interval.toNanos() < 1_000) {
        throw new IllegalArgumentException("interval is shorter than a microsecond: " + interval);
      }
    }

    @Override
    public String sql() {
      return "PROCESSING TIME " + Trigger.sql(interval);
    }

    @Override
    public boolean isLimited() {
      return true;
    }

    @Override
    public boolean freezesSources() {
      return false;
    }

    @Override
    public boolean endsWhenIdle() {
      return false;
    }

    @Override
    public OptionalLong nextStart(long startedMicros) {
      return OptionalLong.of((Math.floorDiv(startedMicros, micros()) + 1) * micros());
    }

    @Override
    public boolean isOverrun(long startedMicros, long endedMicros) {
      return endedMicros - startedMicros > micros();
    }

    private long micros() {
      return interval.toNanos() / 1_000;
    }
  }

  /**
   * Small batches, the steps, follow each other as rows come; all that were made in an interval are
   * one epoch and are decided together.
   */
  record Continuous(Duration interval) implements Trigger {
    /** What {@code REAL TIME} means without an interval. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(5);

    public Continuous {
      requireNonNull(interval, "interval is null");
      if (interval.toNanos() < 1_000) {
        throw new IllegalArgumentException("interval is shorter than a microsecond: " + interval);
      }
    }

    @Override
    public String sql() {
      return "CONTINUOUS " + Trigger.sql(interval);
    }

    @Override
    public boolean isLimited() {
      return true;
    }

    @Override
    public boolean freezesSources() {
      return false;
    }

    @Override
    public boolean endsWhenIdle() {
      return false;
    }

    @Override
    public OptionalLong nextStart(long startedMicros) {
      return OptionalLong.empty();
    }

    @Override
    public boolean hasEpochs() {
      return true;
    }

    @Override
    public OptionalLong epochEnd(long startedMicros) {
      return OptionalLong.of(startedMicros + interval.toNanos() / 1_000);
    }

    @Override
    public boolean isOverrun(long startedMicros, long endedMicros) {
      return endedMicros - startedMicros > interval.toNanos() / 1_000;
    }
  }

  /** One batch with everything there is, without limits; no batch for the watermark behind it. */
  record Once() implements Trigger {
    @Override
    public String sql() {
      return "ONCE";
    }

    @Override
    public boolean isLimited() {
      return false;
    }

    @Override
    public boolean freezesSources() {
      return true;
    }

    @Override
    public boolean endsWhenIdle() {
      return true;
    }

    @Override
    public boolean endsAfterOneBatch() {
      return true;
    }

    @Override
    public OptionalLong nextStart(long startedMicros) {
      return OptionalLong.empty();
    }
  }

  /** As many batches as the limits need for what is there at the start, then the end. */
  record AvailableNow() implements Trigger {
    @Override
    public String sql() {
      return "AVAILABLE NOW";
    }

    @Override
    public boolean isLimited() {
      return true;
    }

    @Override
    public boolean freezesSources() {
      return true;
    }

    @Override
    public boolean endsWhenIdle() {
      return true;
    }

    @Override
    public OptionalLong nextStart(long startedMicros) {
      return OptionalLong.empty();
    }
  }

  private static String sql(Duration interval) {
    long nanos = interval.toNanos();
    if (nanos < 1_000_000_000 && nanos % 1_000_000 == 0) {
      return "INTERVAL '" + nanos / 1_000_000 + "' MILLISECOND";
    }
    String seconds = BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
    return "INTERVAL '" + seconds + "' SECOND";
  }
}
