package io.millrace.exec.query;

import static io.millrace.api.error.MillraceException.error;
import static io.millrace.exec.build.StepInput.NO_WATERMARK;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.api.types.Schema;
import io.millrace.exec.trigger.LoopClock;
import io.millrace.exec.trigger.SystemLoopClock;
import io.millrace.exec.trigger.Trigger;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A query without a thread, driven batch by batch: the hook for tests. Everything is as in a query
 * that runs by itself, its trigger, watermarks, batches without data and sink included, except that
 * nothing waits: a batch runs, on the caller's thread, when {@link #step} is called and one is due
 * by the session's clock.
 *
 * <pre>{@code
 * try (SteppedQuery query = session.startStepped("SELECT … EMIT UPDATE")) {
 *   session.sql("INSERT INTO events VALUES (…)");
 *   SteppedQuery.Step data = query.step().orElseThrow();     // the rows
 *   SteppedQuery.Step closing = query.step().orElseThrow();  // no data: windows close
 *   assertThat(query.step()).isEmpty();                      // nothing is due
 * }
 * }</pre>
 *
 * Not thread-safe.
 */
public final class SteppedQuery implements AutoCloseable {

  /**
   * What one batch did.
   *
   * @param batchId its number
   * @param hasData whether there were new rows
   * @param changes what the sink received, in order; rows of kind INSERT alone in COMPLETE mode
   * @param progress its report, or what its epoch has done so far
   */
  public record Step(
      long batchId, boolean hasData, List<ChangeBatch> changes, StreamingQueryProgress progress) {
    public Step {
      changes = List.copyOf(changes);
    }
  }

  private final QueryParts parts;
  private final UUID runId = UUID.randomUUID();
  private final Schema schema;
  private final OutputMode mode;
  private final BatchRunner runner;
  private final Pacer pacer;
  private final LoopClock clock;
  private final ProgressReporter reporter;
  private List<ChangeBatch> changes = new ArrayList<>();
  private Optional<MillraceException> failure = Optional.empty();
  private boolean ended;
  private boolean closed;

  /**
   * A query before its first batch.
   *
   * @param schema the columns its sink receives
   * @param mode how changes leave
   * @param instants processing time
   */
  public SteppedQuery(
      QueryParts parts, Schema schema, OutputMode mode, Trigger trigger, InstantSource instants) {
    this.parts = parts;
    this.schema = schema;
    this.mode = mode;
    this.clock = new StandingClock(instants);
    this.reporter = new ProgressReporter(parts, runId);
    this.runner =
        new BatchRunner(
            parts,
            clock,
            reporter,
            new Activity(parts.sources()),
            trigger.freezesSources(),
            trigger.hasEpochs(),
            Optional.of(batch -> changes.add(batch)));
    this.pacer = new Pacer(parts.name(), trigger, runner, clock, false);
  }

  public String name() {
    return parts.name();
  }

  /** The columns of the changes. */
  public Schema schema() {
    return schema;
  }

  public OutputMode mode() {
    return mode;
  }

  /**
   * Runs the batch that is due, with data or without, or none. In continuous mode it first decides
   * the epoch that is due to be.
   *
   * @return what it did; empty if nothing is due now
   * @throws MillraceException if the query fails, and each time afterwards
   */
  public Optional<Step> step() {
    expectOpen();
    try {
      Pacer.Decision decision = pacer.next();
      if (!(decision instanceof Pacer.Commit)) {
        return stepOrEnd(decision, new ArrayList<>());
      }
      Optional<Step> committed = commit();
      Optional<Step> step = stepOrEnd(pacer.next(), changes);
      return step.isPresent() ? step : committed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = Optional.of(failed(error(ErrorCode.INTERRUPTED).cause(e).build()));
    } catch (RuntimeException | Error e) {
      failure = Optional.of(failed(e));
    }
    throw failure.get();
  }

  private void expectOpen() {
    if (failure.isPresent()) {
      throw failure.get();
    }
    if (closed) {
      throw new IllegalStateException("query " + name() + " is closed");
    }
  }

  /**
   * Makes visible what an earlier run has decided and its sink has kept, as the next step would
   * before anything else. What has to run again for that is left to the next step.
   *
   * @throws MillraceException if the query fails, and each time afterwards
   */
  public void publishEarlier() {
    expectOpen();
    try {
      runner.publishEarlier();
    } catch (RuntimeException | Error e) {
      failure = Optional.of(failed(e));
      throw failure.get();
    }
  }

  private MillraceException failed(Throwable cause) {
    return QueryFailure.of(cause, parts, runner.failed(runId));
  }

  private Optional<Step> stepOrEnd(Pacer.Decision decision, List<ChangeBatch> received)
      throws InterruptedException {
    ended = decision instanceof Pacer.End;
    if (decision instanceof Pacer.Run run) {
      changes = received;
      return Optional.of(run(run));
    }
    return Optional.empty();
  }

  private Step run(Pacer.Run run) throws InterruptedException {
    Batch batch = run.batch();
    long started = clock.nowMicros();
    runner.step(batch, BatchGuard.NONE);
    StreamingQueryProgress progress =
        run.decides() ? runner.commit(BatchGuard.NONE) : runner.progress();
    pacer.ran(batch, started);
    return new Step(batch.id(), batch.hasData(), changes, progress);
  }

  /** Decides an epoch; what the sink has received only now, if that is something. */
  private Optional<Step> commit() throws InterruptedException {
    changes = new ArrayList<>();
    long id = runner.nextBatchId();
    StreamingQueryProgress progress = runner.commit(BatchGuard.NONE);
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(new Step(id, false, changes, progress));
  }

  /** Runs batches until none is due. */
  public List<Step> stepAll() {
    List<Step> steps = new ArrayList<>();
    for (Optional<Step> step = step(); step.isPresent(); step = step()) {
      steps.add(step.get());
    }
    return steps;
  }

  /** Whether the last call of {@link #step} found that the query is at its end. */
  public boolean hasEnded() {
    return ended;
  }

  /** The number of the batch that the next call of {@link #step} would run. */
  public long nextBatchId() {
    return runner.nextBatchId();
  }

  /** What the sink has received of the batch that ran last, even if it did not come to its end. */
  public List<ChangeBatch> received() {
    return List.copyOf(changes);
  }

  /** Whether all its input ends. */
  public boolean isBounded() {
    return parts.bounded();
  }

  /** The watermark that the last batch used, µs; empty if it had none. */
  public OptionalLong watermark() {
    return optional(runner.watermark());
  }

  /** The watermark that the next batch would use, µs; empty if none. */
  public OptionalLong nextWatermark() {
    return optional(runner.nextWatermark());
  }

  private static OptionalLong optional(long watermark) {
    return watermark == NO_WATERMARK ? OptionalLong.empty() : OptionalLong.of(watermark);
  }

  /** The newest report; empty before the first batch. */
  public Optional<StreamingQueryProgress> lastProgress() {
    return reporter.last();
  }

  /** What all batches did together. */
  public QueryTotals totals() {
    return reporter.totals();
  }

  public String explain() {
    return parts.explanation();
  }

  public boolean isClosed() {
    return closed;
  }

  /** Closes the query's parts; what was committed stays. May be called twice. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      runner.close();
    }
  }

  /** The session's clock, on which nobody waits. */
  private record StandingClock(InstantSource instants) implements LoopClock {
    @Override
    public long nowMicros() {
      return SystemLoopClock.micros(instants.instant());
    }

    @Override
    public void awaitUntil(long deadlineMicros) {
      throw new IllegalStateException("a stepped query does not wait");
    }

    @Override
    public void wake() {}
  }
}
