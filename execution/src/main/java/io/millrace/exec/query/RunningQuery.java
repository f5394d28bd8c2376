package io.millrace.exec.query;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StreamingQueryException;
import io.millrace.api.progress.InputExtent;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.api.progress.StreamingQueryStatus;
import io.millrace.api.query.StreamingQuery;
import io.millrace.exec.trigger.LoopClock;
import io.millrace.exec.trigger.Trigger;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The life of one query: its thread from start to end, why it ended, and what others may ask of it.
 * The thread closes the query's parts before it ends.
 */
public final class RunningQuery implements StreamingQuery {
  private final QueryParts parts;
  private final UUID runId = UUID.randomUUID();
  private final ProgressReporter reporter;
  private final BatchRunner runner;
  private final TriggerLoop loop;
  private final DrainRequests drains = new DrainRequests();
  private final Activity activity;
  private final LoopClock clock;
  private final Duration stopTimeout;
  private final QueryObserver observer;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile Optional<MillraceException> failure = Optional.empty();

  /**
   * A query that {@link #start} starts.
   *
   * @param stopTimeout how long {@link #stop} waits; zero for as long as it takes
   * @param observer is told what happens
   */
  public RunningQuery(
      QueryParts parts,
      Trigger trigger,
      LoopClock clock,
      Duration stopTimeout,
      QueryObserver observer) {
    this.parts = parts;
    this.clock = clock;
    this.stopTimeout = stopTimeout;
    this.observer = observer;
    this.reporter = new ProgressReporter(parts, runId);
    this.activity = new Activity(parts.sources());
    this.runner =
        new BatchRunner(
            parts,
            clock,
            reporter,
            activity,
            trigger.freezesSources(),
            trigger.hasEpochs(),
            Optional.empty());
    boolean polls = false;
    for (OpenSource source : parts.sources()) {
      source.source().onDataAvailable(clock::wake);
      source.source().channel().ifPresent(clock::watch);
      polls |= !source.wakes() && !source.bounded();
    }
    this.loop =
        new TriggerLoop(
            runner,
            new Pacer(parts.name(), trigger, runner, clock, polls),
            clock,
            drains,
            activity,
            observer);
    this.thread = new Thread(this::live, "millrace-query-" + parts.name());
    this.thread.setDaemon(true);
  }

  /** Starts the thread. Called once. */
  public void start() {
    try {
      thread.start();
    } catch (Error e) {
      // There are too many threads already, and this query will never end by itself.
      failure = Optional.of(failed(e));
      end();
      throw e;
    }
  }

  private void live() {
    try {
      loop.run();
    } catch (InterruptedException e) {
      if (!loop.isBrokenOff()) {
        failure = Optional.of(failed(error(ErrorCode.INTERRUPTED).cause(e).build()));
      }
    } catch (Throwable e) {
      if (!loop.isBrokenOff()) {
        failure = Optional.of(failed(e));
      }
    } finally {
      end();
    }
  }

  private void end() {
    // Whatever interrupted the batch must not disturb the closing of files.
    boolean interrupted = Thread.interrupted();
    Closing closing = new Closing();
    try {
      closing.close(runner);
      closing.close(clock);
      closing.end();
    } catch (Throwable e) {
      if (failure.isPresent()) {
        failure.get().addSuppressed(e);
      } else {
        failure = Optional.of(failed(e));
      }
    } finally {
      ended.countDown();
      drains.release();
      observer.ended(failure);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private MillraceException failed(Throwable cause) {
    return QueryFailure.of(cause, parts, runner.failed(runId));
  }

  @Override
  public UUID id() {
    return parts.id();
  }

  @Override
  public UUID runId() {
    return runId;
  }

  @Override
  public String name() {
    return parts.name();
  }

  /** The ids of the operators with state in the plan, by the names that progress calls them. */
  public Map<String, String> statefulOperators() {
    return parts.graph().statefulOperators();
  }

  @Override
  public boolean isActive() {
    return ended.getCount() > 0;
  }

  @Override
  public StreamingQueryStatus status() {
    if (isActive()) {
      return activity.status();
    }
    return new StreamingQueryStatus(
        failure.map(e -> "Terminated with exception: " + e.summary()).orElse("Stopped"),
        false,
        false);
  }

  @Override
  public String activity() {
    return isActive() ? activity.words() : status().message();
  }

  @Override
  public Optional<StreamingQueryException> exception() {
    return failure()
        .filter(StreamingQueryException.class::isInstance)
        .map(StreamingQueryException.class::cast);
  }

  /** Why it ended, if it failed, be it a query that anybody knows of or not. */
  private Optional<MillraceException> failure() {
    return isActive() ? Optional.empty() : failure;
  }

  @Override
  public Optional<StreamingQueryProgress> lastProgress() {
    return reporter.last();
  }

  @Override
  public List<StreamingQueryProgress> recentProgress() {
    return reporter.recent();
  }

  @Override
  public Optional<InputExtent> extent() {
    List<InputExtent> extents = new ArrayList<>();
    for (OpenSource source : parts.sources()) {
      source.source().extent().ifPresent(extents::add);
    }
    return extents.size() == parts.sources().size() ? InputExtent.sum(extents) : Optional.empty();
  }

  @Override
  public String explanation() {
    return parts.explanation();
  }

  @Override
  public void explain(boolean extended) {
    observer.explain(extended);
  }

  /** Whether it has ended because it was stopped, not at its end and not by a failure. */
  public boolean wasStopped() {
    return !isActive() && failure.isEmpty() && loop.isStopped();
  }

  @Override
  public String summary(ZoneId zone) {
    return totals().summary(zone);
  }

  /** Where its output goes, to look at it. */
  public WatchedSink sink() {
    return parts.sink();
  }

  /** What all its batches did until now. */
  public QueryTotals totals() {
    return reporter.totals();
  }

  @Override
  public void awaitTermination() {
    await(
        () -> {
          ended.await();
          thread.join();
          return true;
        });
  }

  @Override
  public boolean awaitTermination(Duration timeout) {
    return await(() -> awaitEnd(timeout));
  }

  @Override
  public void processAllAvailable() {
    await(
        () -> {
          DrainRequests.Request request = drains.add();
          if (!isActive()) {
            drains.release();
          }
          loop.wake();
          request.await();
          return true;
        });
  }

  private boolean await(Waiting waiting) {
    checkNotOwnThread();
    boolean result;
    try {
      result = waiting.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw error(ErrorCode.INTERRUPTED).cause(e).build();
    }
    if (failure().isPresent()) {
      throw failure().get();
    }
    return result;
  }

  /** Whether its thread is the one that asks. */
  public boolean isOwnThread() {
    return Thread.currentThread() == thread;
  }

  /** Who listens has changed. */
  public void listenersChanged() {
    loop.wake();
  }

  private void checkNotOwnThread() {
    if (isOwnThread()) {
      throw new IllegalStateException(
          "query " + name() + " cannot wait for itself on its own thread");
    }
  }

  @Override
  public void stop() {
    stop(false);
  }

  @Override
  public void drain() {
    stop(true);
  }

  private void stop(boolean drain) {
    loop.stop(drain);
    observer.stopping();
    if (isOwnThread()) {
      return;
    }
    try {
      if (stopTimeout.isZero()) {
        ended.await();
        thread.join();
      } else if (!awaitEnd(stopTimeout)) {
        throw error(ErrorCode.QUERY_STOP_TIMEOUT, name(), stopTimeout.toMillis() + " ms")
            .hint("try again, or wait longer:  SET stop.timeout = '0'  waits for ever")
            .build();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw error(ErrorCode.INTERRUPTED).cause(e).build();
    }
  }

  /** Waits for its end; whoever has waited for it meets nothing any more that it does. */
  private boolean awaitEnd(Duration timeout) throws InterruptedException {
    boolean inTime = ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    if (inTime) {
      thread.join(); // it has told of its end, or is about to
    }
    return inTime;
  }

  /** A wait for something. */
  private interface Waiting {
    boolean await() throws InterruptedException;
  }
}
