package io.millrace.exec.query;

import io.millrace.exec.trigger.LoopClock;
import io.millrace.exec.trigger.Trigger;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what a query should do at this moment: run a batch, decide an epoch, wait, or end. */
final class Pacer {
  private static final Logger LOG = LoggerFactory.getLogger(Pacer.class);
  private static final long POLL_MICROS = 10_000;

  /** An epoch with so many batches is decided before its time: its record may hold them all. */
  private static final int MOST_STEPS = 1 << 13;

  /** What to do. */
  sealed interface Decision {}

  /**
   * Run this batch.
   *
   * @param decides whether its epoch ends with it
   */
  record Run(Batch batch, boolean decides) implements Decision {}

  /** Decide the epoch that is open. */
  record Commit() implements Decision {}

  /**
   * Wait.
   *
   * @param untilMicros for that time, if no source has rows before
   * @param nothingDue whether the sources were asked and nothing is due; otherwise it is not time
   *     to ask them
   */
  record Wait(long untilMicros, boolean nothingDue) implements Decision {}

  /** Everything is done. */
  record End() implements Decision {}

  private final String name;
  private final Trigger trigger;
  private final BatchRunner runner;
  private final LoopClock clock;
  private final boolean polls;
  private final Overruns overruns;
  private long notBefore = Long.MIN_VALUE;
  private long epochEnd = LoopClock.NEVER;
  private int steps;
  private boolean over;

  /**
   * A pacer before the first batch.
   *
   * @param polls whether some source does not wake the loop
   */
  Pacer(String name, Trigger trigger, BatchRunner runner, LoopClock clock, boolean polls) {
    this.name = name;
    this.trigger = trigger;
    this.runner = runner;
    this.clock = clock;
    this.polls = polls;
    this.overruns = new Overruns(trigger.sql(), !trigger.hasEpochs());
  }

  /** Whether steps are decided together, and not each by itself. */
  boolean hasEpochs() {
    return trigger.hasEpochs();
  }

  /** The next thing to do. */
  Decision next() {
    if (over || runner.hasEnded()) {
      return new End();
    }
    long now = clock.nowMicros();
    // What runs again is decided already: time neither keeps it waiting nor cuts it in two.
    return runner.isRepeating() ? whatIsDue(now) : atItsTime(now);
  }

  private Decision atItsTime(long now) {
    followClock(now);
    if (now < notBefore) {
      return new Wait(notBefore, false);
    }
    if (now >= epochEnd && runner.isEpochOpen()) {
      return new Commit();
    }
    return whatIsDue(now);
  }

  /** Nothing is further away than an interval: a clock that was set back stops nobody. */
  private void followClock(long now) {
    notBefore = Math.min(notBefore, trigger.nextStart(now).orElse(Long.MIN_VALUE));
    epochEnd = Math.min(epochEnd, trigger.epochEnd(now).orElse(LoopClock.NEVER));
  }

  private Decision whatIsDue(long now) {
    OptionalLong tick = trigger.nextStart(now);
    notBefore = tick.orElse(Long.MIN_VALUE);
    Optional<Batch> batch = runner.choose(trigger.isLimited());
    if (batch.isPresent()) {
      return run(batch.get(), now);
    }
    // What an earlier run has left to publish may have been the end.
    if (trigger.endsWhenIdle() || runner.hasEnded()) {
      over = true;
      return new End();
    }
    if (tick.isPresent()) {
      return new Wait(tick.getAsLong(), true);
    }
    return new Wait(idleUntil(now), true);
  }

  private Run run(Batch batch, long now) {
    if (!runner.isEpochOpen()) {
      epochEnd = trigger.epochEnd(now).orElse(LoopClock.NEVER);
      steps = 0;
    }
    steps++;
    boolean decides = batch.logged().isEmpty() && (!trigger.hasEpochs() || steps == MOST_STEPS);
    return new Run(batch, decides || batch.endsEpoch());
  }

  private long idleUntil(long now) {
    long idle = runner.nextIdleTime().orElse(LoopClock.NEVER);
    long poll = polls ? now + POLL_MICROS : LoopClock.NEVER;
    long commit = runner.isEpochOpen() ? epochEnd : LoopClock.NEVER;
    return Math.min(commit, Math.min(idle, poll));
  }

  /** Takes note of a batch that was run. */
  void ran(Batch batch, long startedMicros) {
    if (trigger.endsAfterOneBatch() && batch.logged().isEmpty()) {
      over = true;
    }
    long ended = clock.nowMicros();
    if (trigger.isOverrun(startedMicros, ended)) {
      overruns
          .add(batch.id(), startedMicros, ended)
          .ifPresent(told -> LOG.warn("query {}: {}", name, told));
    }
  }
}
