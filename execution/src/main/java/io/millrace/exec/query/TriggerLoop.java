package io.millrace.exec.query;

import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.exec.trigger.LoopClock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the batches of a query, as its pacer says, until it ends or is stopped. Everything happens
 * on the thread that calls {@link #run}; others only ask it to stop.
 */
final class TriggerLoop {

  /** How far a stop goes. */
  private enum Stop {
    NONE,
    AFTER_BATCH,
    NOW
  }

  private final BatchRunner runner;
  private final Pacer pacer;
  private final LoopClock clock;
  private final DrainRequests drains;
  private final Activity activity;
  private final QueryObserver observer;
  private final Idleness idleness;
  private final Guard guard = new Guard();
  private volatile Stop stop = Stop.NONE;
  private volatile boolean complete;

  TriggerLoop(
      BatchRunner runner,
      Pacer pacer,
      LoopClock clock,
      DrainRequests drains,
      Activity activity,
      QueryObserver observer) {
    this.runner = runner;
    this.pacer = pacer;
    this.clock = clock;
    this.drains = drains;
    this.activity = activity;
    this.observer = observer;
    this.idleness = new Idleness(observer, clock);
  }

  /**
   * Whether a stop has broken off what ran. What was thrown then is a consequence of it; what is
   * thrown behind the guard, while a batch is written or made visible, is a failure all the same.
   */
  boolean isBrokenOff() {
    return guard.brokenOff;
  }

  /** Whether it was asked to end at all, before it came to its end. */
  boolean isStopped() {
    return stop != Stop.NONE && !complete;
  }

  /** Runs until the end; throws what makes the query fail. */
  void run() throws InterruptedException {
    // what an earlier run decided runs again to its end
    while (stop == Stop.NONE || stop == Stop.AFTER_BATCH && runner.isRepeating()) {
      List<DrainRequests.Request> pending = drains.pending();
      Pacer.Decision decision = next();
      if (decision instanceof Pacer.Run run) {
        run(run, pending);
      } else if (decision instanceof Pacer.Commit) {
        commit();
      } else if (decision instanceof Pacer.Wait wait) {
        await(wait, pending);
      } else {
        complete = true;
        return;
      }
    }
    if (stop == Stop.AFTER_BATCH && runner.isEpochOpen()) {
      commit();
    }
  }

  /** What to do; if a source cannot say what it has, what was done before it failed is kept. */
  private Pacer.Decision next() throws InterruptedException {
    try {
      return pacer.next();
    } catch (RuntimeException failure) {
      if (runner.isEpochOpen() && !runner.isRepeating()) {
        try {
          commit();
        } catch (RuntimeException | Error e) {
          failure.addSuppressed(e);
        }
      }
      throw failure;
    }
  }

  private void commit() throws InterruptedException {
    StreamingQueryProgress progress = runner.commit(guard);
    guard.decided();
    observer.progressed(progress);
  }

  private void run(Pacer.Run run, List<DrainRequests.Request> pending) throws InterruptedException {
    Batch batch = run.batch();
    long started = clock.nowMicros();
    guard.begin(pacer.hasEpochs() && batch.logged().isEmpty());
    runner.step(batch, guard);
    // whoever waits does not wait for the end of an epoch
    boolean decides = run.decides() || !pending.isEmpty() && batch.logged().isEmpty();
    if (decides) {
      commit();
      drains.committed(pending, batch, runner);
    }
    pacer.ran(batch, started);
    idleness.interrupted();
  }

  private void await(Pacer.Wait wait, List<DrainRequests.Request> pending)
      throws InterruptedException {
    if (!wait.nothingDue()) {
      activity.waitingForTrigger();
      clock.awaitUntil(wait.untilMicros());
      return;
    }
    if (runner.isEpochOpen() && !pending.isEmpty()) {
      commit();
    }
    drains.nothingDue(pending);
    activity.waitingForData();
    clock.awaitRowsUntil(Math.min(wait.untilMicros(), idleness.nextReport()));
    if (stop == Stop.NONE) {
      idleness.lasts(runner.nextBatchId());
    }
  }

  /**
   * Asks the loop to end, from any thread.
   *
   * @param drain whether a running batch is committed first; otherwise it is broken off, unless an
   *     epoch holds steps that have been run: they are not undone for its sake, only if the stop
   *     comes a second time
   */
  void stop(boolean drain) {
    guard.stop(drain);
    clock.wake();
  }

  /** Ends its wait, if it waits. */
  void wake() {
    clock.wake();
  }

  /** Interrupts the loop's thread, but only while a batch may be broken off. */
  private final class Guard implements BatchGuard {
    private @Nullable Thread running;
    private volatile boolean brokenOff;

    /** Whether the batch that runs is a step of an epoch that can be decided behind it. */
    private boolean runsStep;

    /** Whether an epoch is open that holds such steps. */
    private boolean holdsSteps;

    synchronized void begin(boolean step) {
      runsStep = step;
    }

    synchronized void decided() {
      holdsSteps = false;
    }

    @Override
    public synchronized void enter() throws InterruptedException {
      if (stop == Stop.NOW) {
        throw brokenOff();
      }
      running = Thread.currentThread();
    }

    @Override
    public synchronized void leave() throws InterruptedException {
      running = null;
      if (stop == Stop.NOW) {
        Thread.interrupted();
        throw brokenOff();
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("somebody else interrupted the query");
      }
      holdsSteps |= runsStep;
    }

    private InterruptedException brokenOff() {
      brokenOff = true;
      return new InterruptedException("the query is stopped");
    }

    private synchronized void stop(boolean drain) {
      if (!drain && !(holdsSteps && stop == Stop.NONE)) {
        stop = Stop.NOW;
        if (running != null) {
          brokenOff = true;
          running.interrupt();
        }
      } else if (stop == Stop.NONE) {
        stop = Stop.AFTER_BATCH;
      }
    }
  }
}
