package io.millrace.exec.query;

import static io.millrace.exec.build.StepInput.NO_WATERMARK;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.connector.ChunkReader;
import io.millrace.api.connector.Offset;
import io.millrace.api.error.FailedQuery;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.exec.build.StepInput;
import io.millrace.exec.build.StepReport;
import io.millrace.exec.checkpoint.BatchRecord;
import io.millrace.exec.checkpoint.QueryCheckpoint;
import io.millrace.exec.checkpoint.Resumption;
import io.millrace.exec.trigger.LoopClock;
import io.millrace.exec.trigger.SystemLoopClock;
import io.millrace.exec.watermark.WatermarkTracker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Chooses the batches of a query and runs them one by one: which rows, which time, which watermark;
 * then graph, encoder, and what was learnt for the next. Decides them, each or several together as
 * an epoch, and lets the sink show them. Knows nothing of threads and of when batches should run.
 * Used by one thread at a time; after a failure it can only be closed.
 *
 * <p>With a checkpoint an epoch goes through the steps of {@link ProtocolStep}. Up to its COMMIT it
 * has not happened: a run that ends before leaves nothing of it, and the next run chooses anew.
 * From there on it has: the next run makes visible what the sink has prepared, or runs its batches
 * again from its record, and then goes on behind it.
 *
 * <p>A sink that shows each batch of an epoch at once, which is decided later only, is the
 * exception: what a run that ends before leaves is written again.
 */
final class BatchRunner implements AutoCloseable {
  private static final long MICROS_PER_MILLI = 1_000;

  private final QueryParts parts;
  private final LoopClock clock;
  private final ProgressReporter reporter;
  private final SinkDelivery delivery;
  private final SourceOffsets offsets;
  private final Activity activity;
  private final Deque<Batch> again = new ArrayDeque<>();
  private Optional<BatchRecord> toPublish = Optional.empty();
  private Optional<Epoch> epoch = Optional.empty();
  private long nextBatchId;
  private long nextStep;
  private long lastTimeMicros = NO_WATERMARK;

  /** Up to where the newest batch was to read. */
  private List<Optional<Offset>> reading;

  /** How long nobody looked at the sources: since the newest batch of an earlier run. */
  private long awayMicros;

  private boolean ended;

  /** Whether it is known of every epoch before the next one that others see it. */
  private boolean settled = true;

  /** Whether the query is to end as if its process had died. */
  private boolean dead;

  /**
   * A runner before its first batch, or behind the last one of an earlier run.
   *
   * @param activity is told what it does
   * @param freezeSources whether sources give only what they have now, bounded or not
   * @param showSteps whether a sink that can is to show each batch before its epoch is decided
   * @param observer sees what the sink receives
   */
  BatchRunner(
      QueryParts parts,
      LoopClock clock,
      ProgressReporter reporter,
      Activity activity,
      boolean freezeSources,
      boolean showSteps,
      Optional<Consumer<ChangeBatch>> observer) {
    this.parts = parts;
    this.clock = clock;
    this.reporter = reporter;
    this.activity = activity;
    this.delivery =
        showSteps && parts.sinkShowsSteps()
            ? SinkDelivery.ofSteps(parts, observer)
            : SinkDelivery.ofEpochs(parts, observer);
    this.offsets = new SourceOffsets(parts.sources(), activity);
    this.reading = offsets.read();
    parts.checkpoint().map(QueryCheckpoint::recover).ifPresent(this::resume);
    for (OpenSource source : parts.sources()) {
      if (freezeSources || source.bounded()) {
        source.source().freezeEnd();
      }
    }
  }

  private void resume(Resumption resumption) {
    Optional<BatchRecord> newest = resumption.again().or(resumption::last);
    awayMicros = newest.map(record -> Math.max(0, time() - record.timeMicros())).orElse(0L);
    resumption.last().ifPresent(this::goOnBehind);
    resumption.again().ifPresent(this::repeat);
    parts.checkpoint().orElseThrow().published().ifPresent(parts.sink()::expectPublished);
    if (resumption.whole()) {
      parts.graph().giveAll();
    }
    if (resumption.publish()) {
      toPublish = resumption.last();
      settled = false;
    }
  }

  private void goOnBehind(BatchRecord last) {
    nextBatchId = last.batchId() + 1;
    nextStep = last.stepCount();
    lastTimeMicros = last.timeMicros();
    ended = last.endOfInput();
    offsets.advance(last.sources().stream().map(BatchRecord.Range::end).toList());
    offsets.decide();
    reading = offsets.read();
    List<WatermarkTracker.Node> nodes = new ArrayList<>();
    for (BatchRecord.Node node : last.nodes()) {
      nodes.add(new WatermarkTracker.Node(node.newest(), node.lastSeen()));
    }
    parts.watermarks().resume(nodes, last.watermark(), awayMicros);
    reporter.goOn(watermark());
  }

  /** Makes the batches of an epoch due that was decided. */
  private void repeat(BatchRecord record) {
    List<BatchRecord.Step> steps = record.allSteps();
    for (int i = 0; i < steps.size(); i++) {
      BatchRecord.Step step = steps.get(i);
      boolean last = i == steps.size() - 1;
      again.add(
          new Batch(
              record.batchId(),
              nextStep + i,
              step.timeMicros(),
              step.hasData(),
              step.ends(),
              step.ends(),
              false,
              last && record.endOfInput(),
              last,
              0,
              Optional.of(step)));
    }
  }

  /** The number of the next epoch, or of the one that is open: how many are decided. */
  long nextBatchId() {
    return nextBatchId;
  }

  /** Whether batches have been run that are not decided. */
  boolean isEpochOpen() {
    return epoch.isPresent();
  }

  /** Whether an epoch that is decided is running again, and has not come to its end. */
  boolean isRepeating() {
    return epoch.isPresent() && !again.isEmpty();
  }

  /** Whether the last batch of bounded input is behind. */
  boolean hasEnded() {
    return ended && settled;
  }

  /** The watermark that the next batch would use. */
  long nextWatermark() {
    return parts.bounded() ? NO_WATERMARK : parts.watermarks().next(clock.nowMicros());
  }

  /** The watermark that the last batch used. */
  long watermark() {
    return parts.bounded() ? NO_WATERMARK : parts.watermarks().current();
  }

  /** The watermark by which the last batch rejected. */
  private long late() {
    return parts.bounded() ? NO_WATERMARK : parts.watermarks().late();
  }

  /** When a batch may become due by time alone; empty if never. */
  OptionalLong nextIdleTime() {
    long timer = parts.graph().nextTimerMicros();
    OptionalLong idle = nextIdleWatermark();
    return timer == Long.MAX_VALUE
        ? idle
        : OptionalLong.of(Math.min(timer, idle.orElse(Long.MAX_VALUE)));
  }

  private OptionalLong nextIdleWatermark() {
    return parts.bounded() || !parts.graph().hasHorizon() || !parts.noDataBatches()
        ? OptionalLong.empty()
        : parts.watermarks().nextIdleTime(clock.nowMicros());
  }

  /** Whether the watermark has advanced so that a batch without data is due. */
  boolean isNoDataBatchDue() {
    return isNoDataBatchDue(time());
  }

  private boolean isNoDataBatchDue(long timeMicros) {
    return parts.noDataBatches()
        && !parts.bounded()
        && nextStep > 0
        && parts.graph().hasHorizon()
        && parts.watermarks().isAdvanceDue(timeMicros);
  }

  /** Whether an operator waits for the time that it is now. */
  private boolean isTimerDue(long timeMicros) {
    return nextStep > 0 && parts.graph().nextTimerMicros() <= timeMicros;
  }

  /** T of a batch that starts now: whole milliseconds, never before the last one. */
  private long time() {
    long floored = Math.floorDiv(clock.nowMicros(), MICROS_PER_MILLI) * MICROS_PER_MILLI;
    return Math.max(lastTimeMicros, floored);
  }

  /**
   * The batch that is due now; empty if none is. What an earlier run has left undone comes first:
   * an epoch that is decided is made visible, or its batches are due again as they were.
   *
   * @param limited whether limits on what one batch takes apply
   */
  Optional<Batch> choose(boolean limited) {
    publishEarlier();
    if (!again.isEmpty()) {
      return Optional.of(again.peek());
    }
    if (ended) {
      return Optional.empty();
    }
    long started = System.nanoTime();
    long time = time();
    List<Optional<Offset>> ends = offsets.latest(limited);
    List<Optional<Offset>> newest = offsets.newest();
    boolean first = nextStep == 0;
    boolean hasData = !ends.equals(offsets.read()) || first && parts.hasConstants();
    boolean upToDate = ends.equals(newest);
    boolean endOfInput = parts.bounded() && upToDate;
    // Bounded input that ends exactly where the last batch did still has its end to come.
    boolean due = hasData || endOfInput || isNoDataBatchDue(time) || isTimerDue(time);
    long choice = System.nanoTime() - started;
    return due
        ? Optional.of(
            new Batch(
                nextBatchId,
                nextStep,
                time,
                hasData,
                ends,
                newest,
                upToDate,
                endOfInput,
                endOfInput,
                choice,
                Optional.empty()))
        : Optional.empty();
  }

  /** Makes visible what an earlier run has decided and its sink has kept, if that is to be done. */
  void publishEarlier() {
    toPublish.ifPresent(this::publishEarlier);
  }

  private void publishEarlier(BatchRecord record) {
    parts.sink().publish(record.batchId(), record.manifest());
    passed(ProtocolStep.PUBLISH, record.batchId());
    toPublish = Optional.empty();
    settled = true;
  }

  /**
   * Runs a chosen batch and decides its epoch.
   *
   * @return what the epoch did
   * @throws InterruptedException if it was broken off; it has not happened then
   */
  StreamingQueryProgress run(Batch batch, BatchGuard guard) throws InterruptedException {
    step(batch, guard);
    return commit(guard);
  }

  /**
   * Runs a chosen batch, as the next one of its epoch.
   *
   * @throws InterruptedException if it was broken off; its epoch has not happened then
   */
  void step(Batch batch, BatchGuard guard) throws InterruptedException {
    if (epoch.isEmpty()) {
      BatchTimes times = new BatchTimes(clock.nowMicros());
      epoch = Optional.of(new Epoch(offsets.read(), delivery.rows(), times));
    }
    Epoch open = epoch.get();
    open.times().resume(batch.choiceNanos());
    activity.running(batch.hasData());
    reading = batch.ends();
    lastTimeMicros = batch.timeMicros();
    begin(batch);
    guard.enter();
    StepReport report;
    try {
      delivery.begin(batch);
      passed(ProtocolStep.CHOOSE, batch.id());
      report = execute(batch, open.times());
      passed(ProtocolStep.EXECUTE, batch.id());
      if (open.times().sinkCommit(delivery::end)) {
        passed(ProtocolStep.PREPARE, batch.id());
      }
      guard.leave();
    } catch (InterruptedException | RuntimeException | Error e) {
      abort(e);
      throw e;
    }
    show(batch, open.times());
    ran(batch, open, report);
    open.times().pause();
  }

  private void begin(Batch batch) {
    if (batch.logged().isPresent()) {
      BatchRecord.Step step = batch.logged().get();
      parts.watermarks().repeat(step.watermark(), step.late());
    } else if (!parts.bounded()) {
      parts.watermarks().begin(batch.timeMicros());
    }
  }

  private StepReport execute(Batch batch, BatchTimes times) throws InterruptedException {
    Map<String, ChunkReader> readers = times.getBatch(() -> offsets.open(batch.ends()));
    StepInput input =
        new StepInput(
            batch.step(), batch.timeMicros(), watermark(), late(), batch.endOfInput(), readers);
    long started = System.nanoTime();
    StepReport report = parts.graph().run(input, delivery);
    times.addBatch(System.nanoTime() - started);
    return report;
  }

  private void show(Batch batch, BatchTimes times) {
    if (delivery.showsSteps()) {
      times.sinkCommit(
          () -> {
            delivery.show(batch);
            return true;
          });
      passed(ProtocolStep.PUBLISH, batch.id());
    }
  }

  private void ran(Batch batch, Epoch open, StepReport report) {
    if (!parts.bounded()) {
      // What runs again has been looked at only now.
      long away = batch.logged().isPresent() ? awayMicros : 0;
      parts.watermarks().observe(report.eventTimes(), batch.timeMicros() + away);
    }
    if (remembersSteps()) {
      open.remember(
          new BatchRecord.Step(
              batch.timeMicros(), watermark(), late(), batch.hasData(), batch.ends()));
    }
    open.ran(batch, report);
    offsets.advance(batch.ends());
    offsets.commitUnreplayable();
    nextStep++;
    again.poll();
  }

  /** Whether the epoch may have to run again as it did. */
  private boolean remembersSteps() {
    return !delivery.showsSteps()
        && parts.checkpoint().isPresent()
        && parts.checkpoint().get().mayRunAgain();
  }

  /**
   * Decides the open epoch, with all batches since the last was decided.
   *
   * @return what it did
   * @throws InterruptedException if it was broken off; it has not happened then
   */
  StreamingQueryProgress commit(BatchGuard guard) throws InterruptedException {
    if (isRepeating()) {
      throw new IllegalStateException(
          "epoch " + nextBatchId + " runs again and has not come to its end");
    }
    Epoch open = epoch.orElseThrow();
    Batch last = open.last();
    BatchTimes times = open.times();
    times.resume(0);
    String manifest;
    guard.enter();
    try {
      manifest = times.sinkCommit(delivery::prepare);
      if (!delivery.showsSteps()) {
        passed(ProtocolStep.PREPARE, last.id());
      }
      guard.leave();
    } catch (InterruptedException | RuntimeException | Error e) {
      abort(e);
      throw e;
    }
    delivery.seal();
    settled = false;
    decide(open, manifest);
    activity.running(last.hasData());
    publish(last.id(), manifest, times);
    epoch = Optional.empty();
    nextBatchId = last.id() + 1;
    ended = last.endOfInput();
    forget(open);
    times.pause();
    return reporter.report(open, watermark(), nextWatermark(), delivery.rows());
  }

  /** Where the query stands if it fails now. */
  FailedQuery failed(UUID runId) {
    return new FailedQuery(
        parts.id(),
        runId,
        parts.name(),
        nextBatchId,
        SystemLoopClock.instant(clock.nowMicros()),
        parts.explanation(),
        ranges());
  }

  /** What the newest batch was to read of each source, from where what is committed ends. */
  private List<FailedQuery.SourceRange> ranges() {
    List<FailedQuery.SourceRange> ranges = new ArrayList<>();
    for (int i = 0; i < parts.sources().size(); i++) {
      ranges.add(
          new FailedQuery.SourceRange(
              parts.sources().get(i).source().description(),
              json(offsets.decided().get(i)),
              json(reading.get(i))));
    }
    return ranges;
  }

  private static String json(Optional<Offset> offset) {
    return offset.map(Offset::json).orElse("null");
  }

  /** What the open epoch has done so far. */
  StreamingQueryProgress progress() {
    return reporter.progress(epoch.orElseThrow(), watermark(), delivery.rows());
  }

  /** Writes the record of an epoch, unless an earlier run has. */
  private void decide(Epoch open, String manifest) {
    Batch last = open.last();
    if (parts.checkpoint().isPresent() && last.logged().isEmpty()) {
      BatchRecord record = record(open, manifest);
      activity.writingOffsets();
      open.times().walCommit(() -> parts.checkpoint().get().commit(record));
    } else if (parts.checkpoint().isPresent()) {
      parts.checkpoint().get().ranAgain(last.id());
    }
    passed(ProtocolStep.COMMIT, last.id());
  }

  private BatchRecord record(Epoch open, String manifest) {
    Batch last = open.last();
    List<BatchRecord.Range> ranges = new ArrayList<>();
    for (int i = 0; i < last.ends().size(); i++) {
      ranges.add(new BatchRecord.Range(open.starts().get(i), last.ends().get(i)));
    }
    List<BatchRecord.Node> nodes = new ArrayList<>();
    for (WatermarkTracker.Node node : parts.watermarks().nodes()) {
      nodes.add(new BatchRecord.Node(node.newest(), node.lastSeen()));
    }
    return new BatchRecord(
        last.id(),
        last.timeMicros(),
        watermark(),
        late(),
        last.hasData(),
        last.endOfInput(),
        nextStep,
        open.steps().size() > 1 ? open.steps() : List.of(),
        ranges,
        nodes,
        delivery.showsSteps() ? last.id() : last.id() - 1,
        manifest);
  }

  private void publish(long batchId, String manifest, BatchTimes times) {
    if (!delivery.showsSteps()) {
      times.sinkCommit(
          () -> {
            delivery.publish(batchId, manifest);
            return true;
          });
      passed(ProtocolStep.PUBLISH, batchId);
    }
    settled = true;
  }

  /**
   * Lets the sources forget what no run will read again: with a checkpoint that is what the epoch
   * before has read, because this one is in the log and that one is known to be visible.
   */
  private void forget(Epoch open) {
    long started = System.nanoTime();
    offsets.decide();
    offsets.commit(parts.checkpoint().isPresent() ? open.starts() : offsets.decided());
    open.times().commitOffsets(System.nanoTime() - started);
    passed(ProtocolStep.SOURCE_COMMIT, open.last().id());
  }

  private void abort(Throwable reason) {
    if (dead) {
      return;
    }
    // A pending interrupt must not keep the sink from cleaning up.
    boolean interrupted = Thread.interrupted();
    try {
      delivery.abort();
    } catch (RuntimeException | Error e) {
      reason.addSuppressed(e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void passed(ProtocolStep step, long batchId) {
    try {
      parts.observer().after(step, batchId);
    } catch (RuntimeException | Error e) {
      dead = true;
      throw e;
    }
  }

  /** Ends the run in order: says that every epoch is visible, and lets the sources forget. */
  private void finish() {
    if (settled
        && parts.checkpoint().isPresent()
        && parts.checkpoint().get().finish(nextBatchId - 1)) {
      offsets.commit(offsets.decided());
    }
  }

  /** Drops the epoch that is open, and closes all parts. */
  @Override
  public void close() {
    Closing closing = new Closing();
    if (!dead) {
      closing.close(delivery::abort);
      closing.close(this::finish);
    }
    closing.close(parts);
    closing.end();
  }
}
