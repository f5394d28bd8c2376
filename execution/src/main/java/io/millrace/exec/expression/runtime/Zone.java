package io.millrace.exec.expression.runtime;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Converts between instants and the wall clock of a time zone, in µs. It remembers the last stretch
 * between two changes of the clock, so that most conversions are one addition. Not thread-safe.
 */
public final class Zone implements InstanceConstant {
  public static final long MICROS_PER_SECOND = 1_000_000L;
  public static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;

  private final ZoneId id;
  private final ZoneRules rules;
  // Instants in [from, to) have that offset. Empty at first.
  private long from = 1;
  private long to;
  private long offset;

  public Zone(ZoneId id) {
    this.id = id;
    this.rules = id.getRules();
    if (rules.isFixedOffset()) {
      offset = micros(rules.getOffset(Instant.EPOCH));
      from = Long.MIN_VALUE;
      to = Long.MAX_VALUE;
    }
  }

  @Override
  public Zone forInstance() {
    return new Zone(id);
  }

  public ZoneId id() {
    return id;
  }

  /** What the wall clock shows at an instant. */
  public long toLocal(long instant) {
    if (instant < from || instant >= to) {
      find(instant);
    }
    return Math.addExact(instant, offset);
  }

  /**
   * The instant at which the wall clock shows a time. A time that a change of the clock skips is
   * moved forward by the gap; of two instants the earlier is taken.
   */
  public long toInstant(long local) {
    long guess = Math.subtractExact(local, offset);
    // A day behind the last change no overlap can make the time ambiguous.
    if (rules.isFixedOffset()
        || (guess >= from + MICROS_PER_DAY && guess < to && from != Long.MIN_VALUE)) {
      return guess;
    }
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(Math.floorDiv(local, MICROS_PER_SECOND), 0, ZoneOffset.UTC);
    ZoneOffsetTransition change = rules.getTransition(time);
    // In a gap the offset before it moves the time forward; in an overlap it is the earlier one.
    ZoneOffset found = change == null ? rules.getOffset(time) : change.getOffsetBefore();
    long instant = Math.subtractExact(local, micros(found));
    find(instant);
    return instant;
  }

  /** The date that the calendar shows at an instant, in days since 1970. */
  public int dateOf(long instant) {
    return (int) Math.floorDiv(toLocal(instant), MICROS_PER_DAY);
  }

  private void find(long instant) {
    Instant time = Instant.ofEpochSecond(Math.floorDiv(instant, MICROS_PER_SECOND));
    ZoneOffset found = rules.getOffset(time);
    offset = micros(found);
    ZoneOffsetTransition next = rules.nextTransition(time);
    // One second more, so that a change at this very instant counts as passed.
    ZoneOffsetTransition previous = rules.previousTransition(time.plusSeconds(1));
    from = previous == null ? Long.MIN_VALUE : previous.toEpochSecond() * MICROS_PER_SECOND;
    to = next == null ? Long.MAX_VALUE : next.toEpochSecond() * MICROS_PER_SECOND;
  }

  private static long micros(ZoneOffset zoneOffset) {
    return zoneOffset.getTotalSeconds() * MICROS_PER_SECOND;
  }
}
