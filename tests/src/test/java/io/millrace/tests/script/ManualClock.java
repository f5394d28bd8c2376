package io.millrace.tests.script;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** A clock that moves when it is told to. Begins at noon. */
final class ManualClock implements InstantSource {
  private volatile Instant now = Cells.DAY.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);

  @Override
  public Instant instant() {
    return now;
  }

  void set(Instant time) {
    if (time.isBefore(now)) {
      throw new AssertionError("the clock cannot go back from " + now + " to " + time);
    }
    now = time;
  }

  void advance(Duration by) {
    set(now.plus(by));
  }
}
