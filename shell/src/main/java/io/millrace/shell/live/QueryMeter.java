package io.millrace.shell.live;

import io.millrace.api.progress.EventTimeProgress;
import io.millrace.api.progress.InputExtent;
import io.millrace.api.progress.StateOperatorProgress;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.api.progress.StreamingQueryStatus;
import io.millrace.api.query.StreamingQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads a query's progress again and again, and makes of it figures that people can follow: rates
 * over the last seconds in place of those of one batch, late rows over all batches seen. Used by
 * one thread.
 */
final class QueryMeter {
  /** Rates are means over so many milliseconds. */
  private static final long WINDOW_MILLIS = 5_000;

  /** Without rows for so long a query is idle. */
  private static final long IDLE_MILLIS = 1_500;

  /** So much more must come than is processed before a query counts as falling behind. */
  private static final double BEHIND = 1.05;

  /** Batches must take so much of the time for it. */
  private static final double BUSY = 0.9;

  /** As must that many batches agree, or batches that took so long. */
  private static final int ENOUGH = 3;

  private static final long ENOUGH_MILLIS = 5_000;

  /** The growth of state is a mean over so many milliseconds, … */
  private static final long STATE_MILLIS = 60_000;

  /** … and is not told before that many. */
  private static final long STATE_LEAST_MILLIS = 10_000;

  /** Between two sizes of state that are kept. */
  private static final long STATE_STEP_MILLIS = 1_000;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final StreamingQuery query;
  private final long startNanos;
  private final Deque<StreamingQueryProgress> window = new ArrayDeque<>();
  private final Deque<Read> reads = new ArrayDeque<>();
  private final Deque<StateSize> states = new ArrayDeque<>();
  private long lastBatch = -1;
  private Instant lastTimestamp = Instant.MIN;
  private Optional<Instant> lastRows = Optional.empty();
  private Optional<StreamingQueryProgress> lastWork = Optional.empty();
  private long late;
  private double peakIn;

  /**
   * A meter of a query.
   *
   * @param startNanos when it was begun to be watched
   */
  QueryMeter(StreamingQuery query, long startNanos) {
    this.query = query;
    this.startNanos = startNanos;
  }

  /**
   * What a query is doing.
   *
   * @param elapsedNanos since it was begun to be watched
   * @param working whether rows came just now, or a batch of them runs
   * @param idleMillis since the last rows; −1 if none have come yet
   * @param rows rates, in rows a second
   * @param batch the newest batch; empty before the first
   * @param work the newest batch that read or wrote rows
   * @param late rows dropped behind the watermark
   * @param stateGrowth by how many bytes the state grows a minute; 0 if that is not known yet
   * @param waiting what it is doing or waiting for, in words
   * @param speed how fast it comes to the end of what there is; empty if it does not know that
   */
  record Reading(
      long elapsedNanos,
      boolean working,
      long idleMillis,
      Rates rows,
      Optional<StreamingQueryProgress> batch,
      Optional<StreamingQueryProgress> work,
      long late,
      double stateGrowth,
      String waiting,
      Optional<Speed> speed) {

    Optional<Instant> watermark() {
      return batch.flatMap(StreamingQueryProgress::eventTime).flatMap(EventTimeProgress::watermark);
    }

    long stateRows() {
      return operators().stream().mapToLong(StateOperatorProgress::numRowsTotal).sum();
    }

    long stateBytes() {
      return batch.map(QueryMeter::stateBytes).orElse(0L);
    }

    List<StateOperatorProgress> operators() {
      return batch.map(StreamingQueryProgress::stateOperators).orElse(List.of());
    }

    /** Whether more comes than is processed, for longer than a moment. */
    boolean isBehind() {
      return rows.known() && rows.busy() > BUSY && rows.arriving() > BEHIND * rows.processed();
    }

    /** The operator that takes most of the newest batch; empty if that is not known. */
    Optional<StateOperatorProgress> slowest() {
      return operators().stream()
          .max(Comparator.comparingLong(QueryMeter::millis))
          .filter(operator -> millis(operator) > 0);
    }
  }

  /**
   * Rows a second.
   *
   * @param in read
   * @param out written
   * @param peakIn the most that was read
   * @param arriving as the newest batches found them coming
   * @param processed while batches ran
   * @param busy part of the time in which batches ran
   * @param known whether these figures are made of enough to conclude something
   */
  record Rates(
      double in,
      double out,
      double peakIn,
      double arriving,
      double processed,
      double busy,
      boolean known) {}

  /**
   * How a query comes to the end of what there is.
   *
   * @param extent how far it is
   * @param perSecond how much it reads
   */
  record Speed(InputExtent extent, double perSecond) {}

  /** How many bytes of state there were at some time. */
  private record StateSize(Instant time, long bytes) {}

  /** How much had been read at some time. */
  private record Read(long nanos, long read) {}

  /** Time that an operator took in its batch. */
  static long millis(StateOperatorProgress operator) {
    return operator.allUpdatesTimeMs() + operator.allRemovalsTimeMs() + operator.commitTimeMs();
  }

  /** How the query is doing now. */
  Reading read(long nowNanos, Instant now) {
    for (StreamingQueryProgress progress : query.recentProgress()) {
      if (progress.batchId() > lastBatch || progress.timestamp().isAfter(lastTimestamp)) {
        see(progress);
      }
    }
    StreamingQueryStatus status = query.status();
    boolean running = status.isTriggerActive() && status.isDataAvailable();
    // Figures of long batches stand until the next one has its own.
    int kept = running ? ENOUGH : 0;
    while (window.size() > kept && age(window.getFirst(), now) > WINDOW_MILLIS) {
      window.removeFirst();
    }
    Rates rates = rates(now, running);
    long idle = lastRows.map(then -> Duration.between(then, now).toMillis()).orElse(-1L);
    boolean working = running || (idle >= 0 && idle < IDLE_MILLIS);
    return new Reading(
        nowNanos - startNanos,
        working,
        Math.max(-1, idle),
        rates,
        query.lastProgress(),
        lastWork,
        late,
        stateGrowth(now),
        query.activity(),
        speed(nowNanos));
  }

  private static long stateBytes(StreamingQueryProgress progress) {
    return progress.stateOperators().stream()
        .mapToLong(StateOperatorProgress::memoryUsedBytes)
        .sum();
  }

  private void see(Instant end, long stateBytes) {
    if (states.isEmpty()
        || Duration.between(states.getLast().time(), end).toMillis() >= STATE_STEP_MILLIS) {
      states.addLast(new StateSize(end, stateBytes));
    }
  }

  private double stateGrowth(Instant now) {
    while (!states.isEmpty() && millis(states.getFirst(), now) > STATE_MILLIS) {
      states.removeFirst();
    }
    if (states.isEmpty()) {
      return 0;
    }
    StateSize first = states.getFirst();
    long millis = millis(first, now);
    long grown = states.getLast().bytes() - first.bytes();
    return millis < STATE_LEAST_MILLIS ? 0 : grown * 60_000.0 / millis;
  }

  private static long millis(StateSize then, Instant now) {
    return Duration.between(then.time(), now).toMillis();
  }

  /** How far it is, and how much it has read a second of late. */
  private Optional<Speed> speed(long nowNanos) {
    Optional<InputExtent> extent = query.extent();
    if (extent.isEmpty()) {
      return Optional.empty();
    }
    reads.addLast(new Read(nowNanos, extent.get().read()));
    while (nowNanos - reads.getFirst().nanos() > WINDOW_MILLIS * NANOS_PER_MILLI) {
      reads.removeFirst();
    }
    Read first = reads.getFirst();
    double seconds = (nowNanos - first.nanos()) / 1e9;
    double perSecond = seconds <= 0 ? 0 : (extent.get().read() - first.read()) / seconds;
    return Optional.of(new Speed(extent.get(), Math.max(0, perSecond)));
  }

  private void see(StreamingQueryProgress progress) {
    lastBatch = progress.batchId();
    lastTimestamp = progress.timestamp();
    window.addLast(progress);
    see(end(progress), stateBytes(progress));
    if (progress.numInputRows() > 0 || progress.sink().numOutputRows() > 0) {
      lastWork = Optional.of(progress);
    }
    if (progress.numInputRows() > 0) {
      lastRows = Optional.of(end(progress));
    }
    for (StateOperatorProgress operator : progress.stateOperators()) {
      late += operator.numRowsDroppedByWatermark();
    }
  }

  private static Instant end(StreamingQueryProgress progress) {
    return progress.timestamp().plusMillis(progress.batchDuration());
  }

  private static long age(StreamingQueryProgress progress, Instant now) {
    return Duration.between(end(progress), now).toMillis();
  }

  /**
   * Rates over what is in the window.
   *
   * @param running whether a batch runs that is not in it
   */
  private Rates rates(Instant now, boolean running) {
    if (window.isEmpty()) {
      return new Rates(0, 0, peakIn, 0, 0, 0, false);
    }
    long in = 0;
    long out = 0;
    long busyMillis = 0;
    double arriving = 0;
    int compared = 0;
    for (StreamingQueryProgress progress : window) {
      in += progress.numInputRows();
      out += Math.max(0, progress.sink().numOutputRows());
      busyMillis += Math.max(1, progress.batchDuration());
      arriving += progress.inputRowsPerSecond();
      // Of the first batch nobody knows how fast its rows came.
      compared += progress.numInputRows() > 0 && progress.inputRowsPerSecond() == 0 ? 0 : 1;
    }
    long began = Duration.between(window.getFirst().timestamp(), now).toMillis();
    double seconds = Math.max(1_000, began) / 1e3;
    long busyNow = running ? Math.max(0, age(window.getLast(), now)) : 0;
    double rateIn = in / seconds;
    if (window.size() > 1 || seconds >= 1) {
      peakIn = Math.max(peakIn, rateIn);
    }
    return new Rates(
        rateIn,
        out / seconds,
        peakIn,
        arriving / Math.max(1, compared),
        in * 1e3 / busyMillis,
        Math.min(1, (busyMillis + busyNow) / (1e3 * seconds)),
        window.size() >= ENOUGH || busyMillis >= ENOUGH_MILLIS);
  }
}
