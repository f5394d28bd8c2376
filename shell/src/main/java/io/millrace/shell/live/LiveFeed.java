package io.millrace.shell.live;

import io.millrace.api.StatementResult.Changes;
import io.millrace.api.StatementResult.Changes.Step;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads a query to its end on a thread of its own, so that the query never waits for the picture.
 */
final class LiveFeed {
  private final Changes changes;
  private final ChangeIntake intake;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Optional<Throwable> failure = Optional.empty();

  LiveFeed(Changes changes, ChangeIntake intake) {
    this.changes = changes;
    this.intake = intake;
  }

  /** Begins to read. */
  void start() {
    thread("millrace-live", this::read).start();
  }

  private static Thread thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void read() {
    try {
      for (Optional<Step> step = changes.next(); step.isPresent(); step = changes.next()) {
        intake.add(step.get());
      }
    } catch (Throwable e) {
      failure = Optional.of(e);
    } finally {
      ended.countDown();
    }
  }

  /** Stops the query, while what it still gives is read. */
  void stop() {
    thread(
            "millrace-live-stop",
            () -> {
              try {
                changes.query().stop();
              } catch (RuntimeException e) {
                failure = Optional.of(e);
                ended.countDown();
              }
            })
        .start();
  }

  /** What has come since the last call. */
  ChangeIntake.News take() {
    return intake.take();
  }

  /** Whether the query has ended and everything it gave has been read. */
  boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /** Waits for the end, at most so many milliseconds. */
  void await(long millis) {
    try {
      ended.await(Math.max(1, millis), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Throws what made the query fail, if it did. */
  void throwFailure() {
    if (failure.isEmpty()) {
      return;
    }
    Throwable cause = failure.get();
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof RuntimeException exception) {
      throw exception;
    }
    throw new IllegalStateException(cause);
  }
}
