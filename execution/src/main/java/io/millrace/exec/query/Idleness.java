package io.millrace.exec.query;

import io.millrace.exec.trigger.LoopClock;
import io.millrace.exec.trigger.SystemLoopClock;

/** Tells from time to time that a query has nothing to do, if anybody wants to know. */
final class Idleness {
  private static final long INTERVAL_MICROS = 10_000_000;

  private final QueryObserver observer;
  private final LoopClock clock;

  /** The last batch, the start, or when it was told last. */
  private long since;

  Idleness(QueryObserver observer, LoopClock clock) {
    this.observer = observer;
    this.clock = clock;
    this.since = clock.nowMicros();
  }

  /** A batch was run. */
  void interrupted() {
    since = clock.nowMicros();
  }

  /** When a wait that lasts should be told of. */
  long nextReport() {
    since = Math.min(since, clock.nowMicros());
    return observer.listens() ? since + INTERVAL_MICROS : LoopClock.NEVER;
  }

  /** The query has waited for data, and does. */
  void lasts(long nextBatchId) {
    long now = clock.nowMicros();
    if (now >= nextReport()) {
      since = now;
      observer.idle(nextBatchId, SystemLoopClock.instant(now));
    }
  }
}
