package io.millrace.exec.session.query;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.exec.query.QueryObserver;
import io.millrace.exec.query.RunningQuery;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.exec.session.query.QueryPlanning.Planned;
import io.millrace.sql.statement.Statement.PlanFormat;
import io.millrace.sql.statement.Statement.PlanStage;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Tells the session what happens to one of its queries: the registry, those who listen and wait,
 * and whoever reads the query's rows.
 */
final class SessionObserver implements QueryObserver {
  private final SessionContext session;
  private final Lock statements;
  private final Planned planned;
  private final boolean streams;
  private final boolean awaited;
  private final QueryObserver reader;
  private @Nullable RunningQuery query;

  /**
   * The observer of a query that is being made.
   *
   * @param statements held while a statement is executed
   * @param streams whether listeners hear of it
   * @param awaited whether the statement that started it waits for its end
   * @param reader who reads its rows
   */
  SessionObserver(
      SessionContext session,
      Lock statements,
      Planned planned,
      boolean streams,
      boolean awaited,
      QueryObserver reader) {
    this.session = session;
    this.statements = statements;
    this.planned = planned;
    this.streams = streams;
    this.awaited = awaited;
    this.reader = reader;
  }

  /** The query is made, registered, and about to be started. */
  void starting(RunningQuery made) {
    query = made;
    if (streams) {
      session.streams().starting(made, session.clock().instant());
    }
  }

  @Override
  public boolean listens() {
    return streams && session.streams().hasListeners();
  }

  @Override
  public void progressed(StreamingQueryProgress progress) {
    if (streams) {
      session.streams().progressed(progress);
    }
  }

  @Override
  public void idle(long nextBatchId, Instant now) {
    session.streams().idle(requireNonNull(query), nextBatchId, now);
  }

  @Override
  public void stopping() {
    reader.stopping();
  }

  @Override
  public void ended(Optional<MillraceException> failure) {
    reader.ended(failure);
    session.queries().ended();
    if (streams) {
      session.streams().ended(requireNonNull(query), failure, awaited);
    }
  }

  @Override
  public void explain(boolean extended) {
    session.console().println(extended ? stages() : planned.plan().explanation());
    session.console().flush();
  }

  private String stages() {
    statements.lock();
    try {
      return stage(PlanStage.LOGICAL)
          + "\n\n"
          + stage(PlanStage.INCREMENTAL)
          + "\n\n"
          + stage(PlanStage.PHYSICAL);
    } finally {
      statements.unlock();
    }
  }

  private String stage(PlanStage stage) {
    return session.planner().explain(planned.request(), stage, PlanFormat.TEXT);
  }
}
