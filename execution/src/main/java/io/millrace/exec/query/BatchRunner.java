package io.millrace.exec.query;

import static io.millrace.exec.build.StepInput.NO_WATERMARK;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.ChunkReader;
import io.millrace.api.connector.Offset;
import io.millrace.api.connector.Sink;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.exec.build.ChangeConsumer;
import io.millrace.exec.build.StepInput;
import io.millrace.exec.build.StepReport;
import io.millrace.exec.checkpoint.BatchRecord;
import io.millrace.exec.checkpoint.QueryCheckpoint;
import io.millrace.exec.checkpoint.Resumption;
import io.millrace.exec.trigger.LoopClock;
import io.millrace.exec.watermark.WatermarkTracker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Chooses the batches of a query and runs them one by one: which rows, which time, which watermark;
 * then graph, encoder, sink, and what was learnt for the next. Knows nothing of threads and of when
 * batches should run. Used by one thread at a time; after a failure it can only be closed.
 *
 * <p>With a checkpoint a batch goes through the steps of {@link ProtocolStep}. Up to its COMMIT it
 * has not happened: a run that ends before leaves nothing of it, and the next run chooses anew.
 * From there on it has: the next run makes visible what the sink has prepared, or runs the batch
 * again from its record, and then goes on behind it.
 */
final class BatchRunner implements AutoCloseable {
  private static final long MICROS_PER_MILLI = 1_000;

  private final QueryParts parts;
  private final LoopClock clock;
  private final ProgressReporter reporter;
  private final Optional<Consumer<ChangeBatch>> observer;
  private final SourceOffsets offsets;
  private Optional<BatchRecord> again = Optional.empty();
  private Optional<BatchRecord> toPublish = Optional.empty();
  private long nextBatchId;
  private long lastTimeMicros = NO_WATERMARK;
  private boolean ended;

  /** Whether it is known of every batch before the next one that others see it. */
  private boolean settled = true;

  /** Whether the query is to end as if its process had died. */
  private boolean dead;

  /**
   * A runner before its first batch, or behind the last one of an earlier run.
   *
   * @param freezeSources whether sources give only what they have now, bounded or not
   * @param observer sees what the sink receives
   */
  BatchRunner(
      QueryParts parts,
      LoopClock clock,
      ProgressReporter reporter,
      boolean freezeSources,
      Optional<Consumer<ChangeBatch>> observer) {
    this.parts = parts;
    this.clock = clock;
    this.reporter = reporter;
    this.observer = observer;
    this.offsets = new SourceOffsets(parts.sources());
    parts.checkpoint().map(QueryCheckpoint::recover).ifPresent(this::resume);
    for (OpenSource source : parts.sources()) {
      if (freezeSources || source.bounded()) {
        source.source().freezeEnd();
      }
    }
  }

  private void resume(Resumption resumption) {
    again = resumption.again();
    resumption.last().ifPresent(this::goOnBehind);
    if (resumption.publish()) {
      toPublish = resumption.last();
      settled = false;
    }
  }

  private void goOnBehind(BatchRecord last) {
    nextBatchId = last.batchId() + 1;
    lastTimeMicros = last.timeMicros();
    ended = last.endOfInput();
    offsets.advance(last.sources().stream().map(BatchRecord.Range::end).toList());
    List<WatermarkTracker.Node> nodes = new ArrayList<>();
    for (BatchRecord.Node node : last.nodes()) {
      nodes.add(new WatermarkTracker.Node(node.newest(), node.lastSeen()));
    }
    parts.watermarks().resume(nodes, last.watermark(), last.timeMicros(), clock.nowMicros());
  }

  /** The number of the next batch, which is that of batches committed. */
  long nextBatchId() {
    return nextBatchId;
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

  /** When a batch may become due by time alone; empty if never. */
  OptionalLong nextIdleTime() {
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
        && nextBatchId > 0
        && parts.graph().hasHorizon()
        && parts.watermarks().isAdvanceDue(timeMicros);
  }

  /** T of a batch that starts now: whole milliseconds, never before the last one. */
  private long time() {
    long floored = Math.floorDiv(clock.nowMicros(), MICROS_PER_MILLI) * MICROS_PER_MILLI;
    return Math.max(lastTimeMicros, floored);
  }

  /**
   * The batch that is due now; empty if none is. What an earlier run has left undone comes first: a
   * batch that is decided is made visible, or is due again as it was.
   *
   * @param limited whether limits on what one batch takes apply
   */
  Optional<Batch> choose(boolean limited) {
    toPublish.ifPresent(this::publishEarlier);
    if (again.isPresent()) {
      return again.map(BatchRunner::repeated);
    }
    if (ended) {
      return Optional.empty();
    }
    long started = System.nanoTime();
    long time = time();
    List<Optional<Offset>> ends = offsets.latest(limited);
    List<Optional<Offset>> newest = offsets.newest();
    boolean first = nextBatchId == 0;
    boolean hasData = !ends.equals(offsets.read()) || first && parts.hasConstants();
    boolean upToDate = ends.equals(newest);
    boolean endOfInput = parts.bounded() && upToDate;
    // Bounded input that ends exactly where the last batch did still has its end to come.
    boolean due = hasData || endOfInput || isNoDataBatchDue(time);
    long choice = System.nanoTime() - started;
    return due
        ? Optional.of(
            new Batch(
                nextBatchId,
                time,
                hasData,
                ends,
                newest,
                upToDate,
                endOfInput,
                choice,
                Optional.empty()))
        : Optional.empty();
  }

  private static Batch repeated(BatchRecord record) {
    List<Optional<Offset>> ends = record.sources().stream().map(BatchRecord.Range::end).toList();
    return new Batch(
        record.batchId(),
        record.timeMicros(),
        record.hasData(),
        ends,
        ends,
        false,
        record.endOfInput(),
        0,
        Optional.of(record));
  }

  private void publishEarlier(BatchRecord record) {
    parts.sink().publish(record.batchId(), record.manifest());
    passed(ProtocolStep.PUBLISH, record.batchId());
    toPublish = Optional.empty();
    settled = true;
  }

  /**
   * Runs a chosen batch to its end.
   *
   * @return what it did
   * @throws InterruptedException if it was broken off; it has not happened then
   */
  StreamingQueryProgress run(Batch batch, BatchGuard guard) throws InterruptedException {
    BatchTimes times = new BatchTimes(clock.nowMicros(), batch.choiceNanos());
    lastTimeMicros = batch.timeMicros();
    begin(batch);
    OutputCounter output = new OutputCounter();
    guard.enter();
    Sink.Writer writer = parts.sink().begin(batch.id());
    StepReport report;
    String manifest;
    try {
      passed(ProtocolStep.CHOOSE, batch.id());
      report = execute(batch, writer, output, times);
      passed(ProtocolStep.EXECUTE, batch.id());
      manifest = times.sinkCommit(writer::prepare);
      passed(ProtocolStep.PREPARE, batch.id());
      guard.leave();
    } catch (InterruptedException | RuntimeException | Error e) {
      if (!dead) {
        abort(writer, e);
      }
      throw e;
    }
    if (!parts.bounded()) {
      parts.watermarks().observe(report.eventTimes(), batch.timeMicros());
    }
    List<Optional<Offset>> starts = offsets.read();
    settled = false;
    decide(batch, manifest, times);
    publish(batch, manifest, times);
    commit(batch, starts, times);
    return reporter.report(batch, starts, report, watermark(), nextWatermark(), output.rows, times);
  }

  private void begin(Batch batch) {
    if (batch.logged().isPresent()) {
      BatchRecord record = batch.logged().get();
      parts.watermarks().repeat(record.watermark(), record.late());
    } else if (!parts.bounded()) {
      parts.watermarks().begin(batch.timeMicros());
    }
  }

  private StepReport execute(
      Batch batch, Sink.Writer writer, OutputCounter output, BatchTimes times)
      throws InterruptedException {
    Consumer<ChangeBatch> sink =
        changes -> {
          output.rows += changes.size();
          writer.write(changes);
          observer.ifPresent(o -> o.accept(changes));
        };
    Map<String, ChunkReader> readers = times.getBatch(() -> offsets.open(batch.ends()));
    WatermarkTracker watermarks = parts.watermarks();
    StepInput input =
        new StepInput(
            batch.id(),
            batch.timeMicros(),
            parts.bounded() ? NO_WATERMARK : watermarks.current(),
            parts.bounded() ? NO_WATERMARK : watermarks.late(),
            batch.endOfInput(),
            readers);
    long started = System.nanoTime();
    ChangeConsumer encoder =
        new ChangeConsumer() {
          @Override
          public void accept(ColumnBatch changes) {
            parts.encoder().add(changes, sink);
          }

          @Override
          public boolean keepsChanges() {
            return observer.isPresent() || writer.keepsRows() || parts.encoder().keepsChanges();
          }
        };
    StepReport report = parts.graph().run(input, encoder);
    parts.encoder().finish(sink);
    times.addBatch(System.nanoTime() - started);
    return report;
  }

  private static void abort(Sink.Writer writer, Throwable reason) {
    // A pending interrupt must not keep the sink from cleaning up.
    boolean interrupted = Thread.interrupted();
    try {
      writer.abort();
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes the record of a batch, unless an earlier run has. */
  private void decide(Batch batch, String manifest, BatchTimes times) {
    if (parts.checkpoint().isPresent() && batch.logged().isEmpty()) {
      BatchRecord record = record(batch, manifest);
      times.walCommit(() -> parts.checkpoint().get().commit(record));
    }
    passed(ProtocolStep.COMMIT, batch.id());
  }

  private BatchRecord record(Batch batch, String manifest) {
    WatermarkTracker watermarks = parts.watermarks();
    List<BatchRecord.Range> ranges = new ArrayList<>();
    for (int i = 0; i < batch.ends().size(); i++) {
      ranges.add(new BatchRecord.Range(offsets.read().get(i), batch.ends().get(i)));
    }
    List<BatchRecord.Node> nodes = new ArrayList<>();
    for (WatermarkTracker.Node node : watermarks.nodes()) {
      nodes.add(new BatchRecord.Node(node.newest(), node.lastSeen()));
    }
    return new BatchRecord(
        batch.id(),
        batch.timeMicros(),
        watermark(),
        parts.bounded() ? NO_WATERMARK : watermarks.late(),
        batch.hasData(),
        batch.endOfInput(),
        ranges,
        nodes,
        batch.id() - 1,
        manifest);
  }

  private void publish(Batch batch, String manifest, BatchTimes times) {
    times.sinkCommit(
        () -> {
          parts.sink().publish(batch.id(), manifest);
          return manifest;
        });
    passed(ProtocolStep.PUBLISH, batch.id());
    settled = true;
    offsets.advance(batch.ends());
    again = Optional.empty();
    nextBatchId = batch.id() + 1;
    ended = batch.endOfInput();
  }

  /**
   * Lets the sources forget what no run will read again: with a checkpoint that is what the batch
   * before has read, because this one is in the log and that one is known to be visible.
   */
  private void commit(Batch batch, List<Optional<Offset>> starts, BatchTimes times) {
    long started = System.nanoTime();
    offsets.commit(parts.checkpoint().isPresent() ? starts : batch.ends());
    times.commitOffsets(System.nanoTime() - started);
    passed(ProtocolStep.SOURCE_COMMIT, batch.id());
  }

  private void passed(ProtocolStep step, long batchId) {
    try {
      parts.observer().after(step, batchId);
    } catch (RuntimeException | Error e) {
      dead = true;
      throw e;
    }
  }

  /** Ends the run in order: says that every batch is visible, and lets the sources forget. */
  private void finish() {
    if (settled
        && parts.checkpoint().isPresent()
        && parts.checkpoint().get().finish(nextBatchId - 1)) {
      offsets.commit(offsets.read());
    }
  }

  @Override
  public void close() {
    Closing closing = new Closing();
    if (!dead) {
      closing.close(this::finish);
    }
    closing.close(parts);
    closing.end();
  }

  /** Rows that went to the sink. */
  private static final class OutputCounter {
    private long rows;
  }
}
