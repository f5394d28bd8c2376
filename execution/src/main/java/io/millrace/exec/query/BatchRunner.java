package io.millrace.exec.query;

import static io.millrace.exec.build.StepInput.NO_WATERMARK;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.connector.ChunkReader;
import io.millrace.api.connector.Offset;
import io.millrace.api.connector.Sink;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.exec.build.StepInput;
import io.millrace.exec.build.StepReport;
import io.millrace.exec.trigger.LoopClock;
import io.millrace.exec.watermark.WatermarkTracker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Chooses the batches of a query and runs them one by one: which rows, which time, which watermark;
 * then graph, encoder, sink, and what was learnt for the next. Knows nothing of threads and of when
 * batches should run. Used by one thread at a time; after a failure it can only be closed.
 */
final class BatchRunner implements AutoCloseable {
  private static final long MICROS_PER_MILLI = 1_000;

  private final QueryParts parts;
  private final LoopClock clock;
  private final ProgressReporter reporter;
  private final Consumer<ChangeBatch> observer;
  private final List<Optional<Offset>> offsets = new ArrayList<>();
  private long nextBatchId;
  private long lastTimeMicros = NO_WATERMARK;
  private boolean ended;

  /**
   * A runner before its first batch.
   *
   * @param freezeSources whether sources give only what they have now, bounded or not
   * @param observer sees what the sink receives
   */
  BatchRunner(
      QueryParts parts,
      LoopClock clock,
      ProgressReporter reporter,
      boolean freezeSources,
      Consumer<ChangeBatch> observer) {
    this.parts = parts;
    this.clock = clock;
    this.reporter = reporter;
    this.observer = observer;
    for (OpenSource source : parts.sources()) {
      if (freezeSources || source.bounded()) {
        source.source().freezeEnd();
      }
      offsets.add(Optional.empty());
    }
  }

  /** The number of the next batch, which is that of batches committed. */
  long nextBatchId() {
    return nextBatchId;
  }

  /** Whether the last batch of bounded input is behind. */
  boolean hasEnded() {
    return ended;
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
   * The batch that is due now; empty if none is.
   *
   * @param limited whether limits on what one batch takes apply
   */
  Optional<Batch> choose(boolean limited) {
    if (ended) {
      return Optional.empty();
    }
    long started = System.nanoTime();
    long time = time();
    List<Optional<Offset>> ends = new ArrayList<>();
    List<Optional<Offset>> newest = new ArrayList<>();
    for (int i = 0; i < offsets.size(); i++) {
      Optional<Offset> start = offsets.get(i);
      Optional<Offset> end = parts.sources().get(i).source().latestOffset(start, limited);
      ends.add(end.isPresent() ? end : start);
      Optional<Offset> last = parts.sources().get(i).source().newestOffset(start);
      newest.add(last.isPresent() ? last : start);
    }
    boolean first = nextBatchId == 0;
    boolean hasData = !ends.equals(offsets) || first && parts.hasConstants();
    boolean upToDate = ends.equals(newest);
    boolean endOfInput = parts.bounded() && upToDate;
    // Bounded input that ends exactly where the last batch did still has its end to come.
    boolean due = hasData || endOfInput || isNoDataBatchDue(time);
    long choice = System.nanoTime() - started;
    return due
        ? Optional.of(
            new Batch(nextBatchId, time, hasData, ends, newest, upToDate, endOfInput, choice))
        : Optional.empty();
  }

  /**
   * Runs a chosen batch to its commit.
   *
   * @return what it did
   * @throws InterruptedException if it was broken off; nothing of it is visible then
   */
  StreamingQueryProgress run(Batch batch, BatchGuard guard) throws InterruptedException {
    BatchTimes times = new BatchTimes(clock.nowMicros(), batch.choiceNanos());
    lastTimeMicros = batch.timeMicros();
    if (!parts.bounded()) {
      parts.watermarks().begin(batch.timeMicros());
    }
    OutputCounter output = new OutputCounter();
    guard.enter();
    Sink.Writer writer = parts.sink().begin(batch.id());
    StepReport report;
    String manifest;
    try {
      report = execute(batch, writer, output, times);
      manifest = times.sinkCommit(writer::prepare);
      guard.leave();
    } catch (InterruptedException | RuntimeException | Error e) {
      abort(writer, e);
      throw e;
    }
    times.sinkCommit(
        () -> {
          parts.sink().publish(batch.id(), manifest);
          return manifest;
        });
    List<Optional<Offset>> starts = List.copyOf(offsets);
    commit(batch, report, times);
    return reporter.report(batch, starts, report, watermark(), nextWatermark(), output.rows, times);
  }

  private StepReport execute(
      Batch batch, Sink.Writer writer, OutputCounter output, BatchTimes times)
      throws InterruptedException {
    Consumer<ChangeBatch> sink =
        changes -> {
          output.rows += changes.size();
          writer.write(changes);
          observer.accept(changes);
        };
    Map<String, ChunkReader> readers = times.getBatch(() -> open(batch));
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
    StepReport report = parts.graph().run(input, changes -> parts.encoder().add(changes, sink));
    parts.encoder().finish(sink);
    times.addBatch(System.nanoTime() - started);
    return report;
  }

  /** Readers of the sources that have new rows. */
  private Map<String, ChunkReader> open(Batch batch) {
    Map<String, ChunkReader> readers = new LinkedHashMap<>();
    try {
      for (int i = 0; i < offsets.size(); i++) {
        Optional<Offset> end = batch.ends().get(i);
        if (end.isPresent() && !end.equals(offsets.get(i))) {
          OpenSource source = parts.sources().get(i);
          readers.put(source.id(), source.source().read(offsets.get(i), end.get()));
        }
      }
      return readers;
    } catch (RuntimeException e) {
      Closing closing = new Closing();
      readers.values().forEach(closing::close);
      throw e;
    }
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

  private void commit(Batch batch, StepReport report, BatchTimes times) {
    long started = System.nanoTime();
    for (int i = 0; i < offsets.size(); i++) {
      Optional<Offset> end = batch.ends().get(i);
      if (end.isPresent() && !end.equals(offsets.get(i))) {
        offsets.set(i, end);
        parts.sources().get(i).source().commit(end.get());
      }
    }
    if (!parts.bounded()) {
      parts.watermarks().observe(report.eventTimes(), batch.timeMicros());
    }
    nextBatchId++;
    ended = batch.endOfInput();
    times.commitOffsets(System.nanoTime() - started);
  }

  @Override
  public void close() {
    parts.close();
  }

  /** Rows that went to the sink. */
  private static final class OutputCounter {
    private long rows;
  }
}
