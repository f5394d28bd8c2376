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
  private final Runnable stopper;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Optional<Throwable> failure = Optional.empty();

  /**
   * A feed that {@link #start} starts.
   *
   * @param stopper makes an end of the changes
   */
  LiveFeed(Changes changes, ChangeIntake intake, Runnable stopper) {
    this.changes = changes;
    this.intake = intake;
    this.stopper = stopper;
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

  /** Makes an end, while what still comes is read. */
  void stop() {
    thread(
            "millrace-live-stop",
            () -> {
              try {
                stopper.run();
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
