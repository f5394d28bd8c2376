package io.millrace.tests.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.query.ProtocolObserver;
import io.millrace.exec.query.ProtocolStep;
import io.millrace.exec.query.SteppedQuery;
import io.millrace.exec.session.MillraceSession;
import io.millrace.exec.session.query.Stepping;
import io.millrace.sql.parse.StatementParser;
import io.millrace.sql.statement.QueryClauses.TriggerClause;
import io.millrace.sql.statement.Statement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The query that a script watches, from its start over all times that it is opened again. */
public final class WatchedQuery implements AutoCloseable {
  /** The interval of those that are made continuous. */
  static final Duration EPOCH = Duration.ofSeconds(3);

  /** What is said of queries that cannot have a checkpoint, for their kind or their sink. */
  private static final Set<ErrorCode> NOT_CONTINUABLE =
      Set.of(ErrorCode.SINK_NOT_CONTINUABLE, ErrorCode.NOT_SUPPORTED);

  private final MillraceSession session;
  private final String text;
  private final Optional<Path> checkpoint;
  private final boolean writes;
  private final boolean ownPace;

  /** Whether many steps have the number of their epoch; such a query is not opened again. */
  private final boolean inEpochs;

  private final CrashPoint crashPoint = new CrashPoint();
  private SteppedQuery query;

  /** The newest batch that has come to its end. */
  private long newest = -1;

  /** Whether no batch has come to its end since the last crash. */
  private boolean crashed;

  /** What a process dies of in a test. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;

    Crash(ProtocolStep step, long batchId) {
      super("crash after " + step + " of batch " + batchId);
    }
  }

  /** Throws behind a step, once it has been told which. */
  private static final class CrashPoint implements ProtocolObserver {
    private Optional<ProtocolStep> armed = Optional.empty();

    @Override
    public void after(ProtocolStep step, long batchId) {
      if (armed.equals(Optional.of(step))) {
        armed = Optional.empty();
        throw new Crash(step, batchId);
      }
    }
  }

  private WatchedQuery(MillraceSession session, String text, Optional<Path> checkpoint) {
    Statement statement = StatementParser.parse(text);
    this.session = session;
    this.writes = statement instanceof Statement.Insert;
    this.ownPace = trigger(statement).isPresent();
    this.inEpochs = trigger(statement).filter(TriggerClause::isContinuous).isPresent();
    this.text = writes && checkpoint.isPresent() ? withCheckpoint(text, checkpoint.get()) : text;
    this.checkpoint = checkpoint;
    this.query = open();
  }

  private static Optional<TriggerClause> trigger(Statement statement) {
    if (statement instanceof Statement.Insert insert) {
      return insert.clauses().trigger();
    }
    return statement instanceof Statement.Select select
        ? select.clauses().trigger()
        : Optional.empty();
  }

  private static String withCheckpoint(String insert, Path checkpoint) {
    return insert + "\nCHECKPOINT '" + checkpoint + "'";
  }

  /** The text of a query, with a continuous trigger if it says none. */
  static String continuous(String text) {
    return trigger(StatementParser.parse(text)).isPresent()
        ? text
        : text + "\nTRIGGER CONTINUOUS INTERVAL '" + EPOCH.toSeconds() + "' SECOND";
  }

  /** Starts a query that is never opened again. */
  static WatchedQuery start(MillraceSession session, String text) {
    return new WatchedQuery(session, text, Optional.empty());
  }

  /** Starts a query with a checkpoint, so that it can be opened again. */
  public static WatchedQuery durable(MillraceSession session, String text, Path checkpoint) {
    return new WatchedQuery(session, text, Optional.of(checkpoint));
  }

  /** Starts a query with a checkpoint if it is of a kind that can have one. */
  static WatchedQuery durableIfPossible(MillraceSession session, String text, Path checkpoint) {
    try {
      return durable(session, text, checkpoint);
    } catch (MillraceException e) {
      if (NOT_CONTINUABLE.contains(e.code())) {
        return start(session, text);
      }
      throw e;
    }
  }

  private SteppedQuery open() {
    return session.startStepped(
        text, new Stepping(writes ? Optional.empty() : checkpoint, crashPoint));
  }

  SteppedQuery query() {
    return query;
  }

  /**
   * Whether another run goes on just as this one would: a trigger of its own pace would begin anew,
   * and bounded input be read to its end of then.
   */
  boolean canGoOn() {
    return checkpoint.isPresent() && !ownPace && !query.isBounded();
  }

  /**
   * Runs the batch that is due. What a new run repeats does not count: it may repeat the batch
   * before after a crash, because its sink may not have it, and for a sink that forgets.
   */
  public Optional<SteppedQuery.Step> step() {
    Optional<SteppedQuery.Step> step = query.step();
    if (inEpochs) {
      return step;
    }
    if (step.isPresent() && step.get().batchId() == newest && (crashed || writes)) {
      step = query.step();
    }
    if (step.isPresent()) {
      assertThat(step.get().batchId()).as("number of the batch").isEqualTo(++newest);
      crashed = false;
    }
    return step;
  }

  /** Ends the run in order and begins another. */
  public void restart() {
    query.close();
    query = open();
  }

  /**
   * Lets the batch that is due come to the end of a step, kills the run there, and begins another.
   *
   * @return what the sink received, if it keeps it and the batch does not run again; empty if the
   *     batch does, or if none was due
   */
  public Optional<List<ChangeBatch>> crash(ProtocolStep step) {
    long batch = query.nextBatchId();
    crashPoint.armed = Optional.of(step);
    try {
      query.step();
    } catch (MillraceException e) {
      if (!(e.getCause() instanceof Crash)) {
        throw e;
      }
    } finally {
      crashPoint.armed = Optional.empty();
    }
    crashed = true;
    List<ChangeBatch> received = query.received();
    restart();
    if (query.nextBatchId() <= batch) {
      return Optional.empty();
    }
    newest = batch;
    crashed = false;
    return Optional.of(received);
  }

  /** Makes visible what was decided before the query was opened again, ahead of the next step. */
  void publishEarlier() {
    query.publishEarlier();
  }

  @Override
  public void close() {
    query.close();
  }
}
