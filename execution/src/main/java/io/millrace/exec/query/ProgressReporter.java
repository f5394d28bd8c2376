package io.millrace.exec.query;

import static io.millrace.exec.build.StepInput.NO_WATERMARK;

import io.millrace.api.connector.Offset;
import io.millrace.api.progress.EventTimeProgress;
import io.millrace.api.progress.SinkProgress;
import io.millrace.api.progress.SourceProgress;
import io.millrace.api.progress.StateOperatorProgress;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.exec.build.StepReport;
import io.millrace.exec.build.StepReport.EventTimes;
import io.millrace.exec.build.StepReport.OperatorCount;
import io.millrace.exec.build.StepReport.SourceCount;
import io.millrace.exec.trigger.SystemLoopClock;
import io.millrace.state.StateMetrics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Makes the report of each epoch, keeps the newest and adds up totals. Thread-safe. */
final class ProgressReporter {
  private static final int KEPT = 100;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final QueryParts parts;
  private final UUID runId;
  private final Deque<StreamingQueryProgress> recent = new ArrayDeque<>();
  private final long startNanos = System.nanoTime();
  private Optional<Long> previousStartMicros = Optional.empty();
  private QueryTotals totals = QueryTotals.NONE;

  ProgressReporter(QueryParts parts, UUID runId) {
    this.parts = parts;
    this.runId = runId;
  }

  synchronized Optional<StreamingQueryProgress> last() {
    return Optional.ofNullable(recent.peekLast());
  }

  synchronized List<StreamingQueryProgress> recent() {
    return List.copyOf(recent);
  }

  /** The run goes on behind an earlier one, which had that watermark. */
  synchronized void goOn(long watermark) {
    totals = totals.withWatermark(watermark);
  }

  /** What all batches together did, until now. */
  synchronized QueryTotals totals() {
    return totals.withElapsed(System.nanoTime() - startNanos);
  }

  /**
   * Reports an epoch that is decided.
   *
   * @param watermark that its last batch used
   * @param nextWatermark that the next batch would use
   * @param rows that the sink has received in all
   */
  synchronized StreamingQueryProgress report(
      Epoch epoch, long watermark, long nextWatermark, long rows) {
    StreamingQueryProgress progress = progress(epoch, watermark, rows);
    recent.addLast(progress);
    if (recent.size() > KEPT) {
      recent.removeFirst();
    }
    previousStartMicros = Optional.of(epoch.times().triggerStartMicros());
    totals = totals.plus(progress, nextWatermark);
    return progress;
  }

  /** What an epoch has done so far. */
  synchronized StreamingQueryProgress progress(Epoch epoch, long watermark, long rows) {
    BatchTimes times = epoch.times();
    List<SourceProgress> sources = sources(epoch);
    long inputRows = sources.stream().mapToLong(SourceProgress::numInputRows).sum();
    long elapsed = times.elapsedNanos();
    return new StreamingQueryProgress(
        parts.id(),
        runId,
        Optional.of(parts.name()),
        epoch.last().id(),
        instant(times.triggerStartMicros()).truncatedTo(ChronoUnit.MILLIS),
        elapsed / NANOS_PER_MILLI,
        times.durations(stateCommitNanos(epoch.report())),
        inputRows,
        inputRate(inputRows, times.triggerStartMicros()),
        processedRate(inputRows, elapsed),
        eventTime(epoch.report(), watermark),
        epoch.report().operators().stream().map(this::operator).toList(),
        sources,
        new SinkProgress(
            parts.sink().description(), rows - epoch.rowsBefore(), parts.sink().metrics()),
        epoch.report().observed());
  }

  /** Rows over the time since the previous trigger; 0 where there is none, or time stood still. */
  private double inputRate(long rows, long startMicros) {
    long between = previousStartMicros.map(previous -> startMicros - previous).orElse(0L);
    return between <= 0 ? 0 : rows * (double) MICROS_PER_SECOND / between;
  }

  private static double processedRate(long rows, long nanos) {
    return rows * 1e9 / Math.max(NANOS_PER_MILLI, nanos);
  }

  private List<SourceProgress> sources(Epoch epoch) {
    Batch last = epoch.last();
    BatchTimes times = epoch.times();
    List<SourceProgress> sources = new ArrayList<>();
    for (int i = 0; i < parts.sources().size(); i++) {
      OpenSource source = parts.sources().get(i);
      SourceCount count = epoch.report().sources().getOrDefault(source.id(), new SourceCount(0, 0));
      sources.add(
          new SourceProgress(
              source.source().description(),
              epoch.starts().get(i).map(Offset::json),
              last.ends().get(i).map(Offset::json),
              last.newest().get(i).map(Offset::json),
              count.rows(),
              inputRate(count.rows(), times.triggerStartMicros()),
              processedRate(count.rows(), times.elapsedNanos()),
              source.source().metrics(),
              count.malformed(),
              source.source().extent()));
    }
    return sources;
  }

  private long stateCommitNanos(StepReport report) {
    long nanos = 0;
    for (OperatorCount count : report.operators()) {
      nanos += committed(count).commitNanos();
    }
    return nanos;
  }

  /** What a checkpoint makes of the state of an operator; the batch has been committed by now. */
  private StateMetrics committed(OperatorCount count) {
    return parts
        .checkpoint()
        .map(checkpoint -> checkpoint.store().metrics(count.stateName()))
        .orElse(StateMetrics.NONE);
  }

  private StateOperatorProgress operator(OperatorCount count) {
    StateMetrics committed = committed(count);
    return new StateOperatorProgress(
        count.stateName(),
        count.rowsTotal(),
        count.rowsUpdated(),
        count.rowsRemoved(),
        count.rowsDroppedByWatermark(),
        count.updateNanos() / NANOS_PER_MILLI,
        count.removalNanos() / NANOS_PER_MILLI,
        committed.commitNanos() / NANOS_PER_MILLI,
        count.memoryBytes(),
        count.partitions(),
        count.partitions(),
        customMetrics(count, committed));
  }

  private static Map<String, Long> customMetrics(OperatorCount count, StateMetrics committed) {
    Map<String, Long> metrics = new HashMap<>(count.custom());
    metrics.put("dirtyRows", count.state().dirtyRows());
    metrics.put("cacheHits", count.state().hits());
    metrics.put("cacheMisses", count.state().misses());
    metrics.put("loggedBytes", committed.loggedBytes());
    return metrics;
  }

  private Optional<EventTimeProgress> eventTime(StepReport report, long watermark) {
    if (!parts.watermarks().isDeclared()) {
      return Optional.empty();
    }
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    long count = 0;
    double mean = 0;
    for (EventTimes times : report.eventTimes().values()) {
      if (times.count() > 0) {
        min = Math.min(min, times.min());
        max = Math.max(max, times.max());
        count += times.count();
        mean += (times.mean() - mean) * times.count() / count;
      }
    }
    boolean seen = count > 0;
    return Optional.of(
        new EventTimeProgress(
            seen ? Optional.of(instant(min)) : Optional.empty(),
            seen ? Optional.of(instant(max)) : Optional.empty(),
            seen ? Optional.of(instant((long) mean)) : Optional.empty(),
            watermark == NO_WATERMARK ? Optional.empty() : Optional.of(instant(watermark))));
  }

  static Instant instant(long micros) {
    return SystemLoopClock.instant(micros);
  }
}
