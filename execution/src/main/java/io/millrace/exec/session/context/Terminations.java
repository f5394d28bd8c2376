package io.millrace.exec.session.context;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Which queries have ended, for those who wait until any has. Thread-safe. */
final class Terminations {
  private boolean any;
  private Optional<MillraceException> firstFailure = Optional.empty();
  private boolean closed;

  /** A query has ended. */
  synchronized void ended(Optional<MillraceException> failure) {
    any = true;
    if (firstFailure.isEmpty()) {
      firstFailure = failure;
    }
    notifyAll();
  }

  /** Forgets all of them. */
  synchronized void reset() {
    any = false;
    firstFailure = Optional.empty();
  }

  /** The session ends, and with it every wait. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /**
   * Waits until one has ended.
   *
   * @param timeout at most that long; empty for as long as it takes
   * @return whether one has
   * @throws MillraceException the failure of the first that failed; SESSION_CLOSED
   */
  synchronized boolean await(Optional<Duration> timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.map(Duration::toNanos).orElse(0L);
    while (!any) {
      if (closed) {
        throw error(ErrorCode.SESSION_CLOSED).build();
      }
      if (timeout.isEmpty()) {
        wait();
      } else {
        long remaining = deadline - System.nanoTime();
        if (remaining <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(this, remaining);
      }
    }
    if (firstFailure.isPresent()) {
      throw firstFailure.get();
    }
    return true;
  }
}
