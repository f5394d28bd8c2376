package io.millrace.exec.trigger;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Waits in real time on the clock of the session. If that is not the system's clock, it may jump,
 * so it is looked at again every few milliseconds.
 */
public final class SystemLoopClock implements LoopClock {
  private static final long FOREIGN_CLOCK_POLL_MICROS = 10_000;

  private final InstantSource instants;
  private final boolean foreign;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private boolean wake;

  public SystemLoopClock(InstantSource instants) {
    this.instants = instants;
    this.foreign = !instants.equals(InstantSource.system());
  }

  @Override
  public long nowMicros() {
    return micros(instants.instant());
  }

  /** µs since 1970. */
  public static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }

  @Override
  public void awaitUntil(long deadlineMicros) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!wake) {
        long remaining = deadlineMicros == NEVER ? NEVER : deadlineMicros - nowMicros();
        if (remaining <= 0) {
          break;
        }
        if (foreign) {
          remaining = Math.min(remaining, FOREIGN_CLOCK_POLL_MICROS);
        }
        if (remaining == NEVER) {
          woken.await();
        } else {
          woken.await(remaining, TimeUnit.MICROSECONDS);
        }
      }
      wake = false;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void wake() {
    lock.lock();
    try {
      wake = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
