package io.millrace.exec.query;

import io.millrace.exec.trigger.LoopClock;
import io.millrace.exec.trigger.SystemLoopClock;
import java.time.Instant;
import java.util.function.LongConsumer;

/** Time that passes only where somebody waits; a test sees each wait, and may end it. */
final class ManualLoopClock implements LoopClock {
  private final LongConsumer onWait;
  private long now = SystemLoopClock.micros(Instant.parse("2026-01-01T12:00:00Z"));

  /**
   * A clock at noon.
   *
   * @param onWait is told of each wait, and until when it lasts, before it begins
   */
  ManualLoopClock(LongConsumer onWait) {
    this.onWait = onWait;
  }

  void pass(long micros) {
    now += micros;
  }

  @Override
  public long nowMicros() {
    return now;
  }

  @Override
  public void awaitUntil(long deadlineMicros) {
    onWait.accept(deadlineMicros);
    if (deadlineMicros != NEVER) {
      now = Math.max(now, deadlineMicros);
    }
  }

  @Override
  public void wake() {}
}
