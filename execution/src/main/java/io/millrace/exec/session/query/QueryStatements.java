package io.millrace.exec.session.query;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.StatementResult;
import io.millrace.api.StatementResult.Changes.Step;
import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.VersionedTable;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourceText;
import io.millrace.api.query.StreamingQuery;
import io.millrace.exec.changelog.ChangeEncoder;
import io.millrace.exec.changelog.OutputSpec;
import io.millrace.exec.query.QueryObserver;
import io.millrace.exec.query.QueryParts;
import io.millrace.exec.query.RunningQuery;
import io.millrace.exec.query.SteppedQuery;
import io.millrace.exec.session.context.Definition;
import io.millrace.exec.session.context.QueryEntry;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.exec.session.query.QueryPlanning.Planned;
import io.millrace.exec.trigger.SystemLoopClock;
import io.millrace.plan.catalog.Relation;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.Statement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;

/** SELECT and INSERT: starts queries, or runs them to their end. */
public final class QueryStatements {
  private static final int BATCHES_AHEAD = 64;

  private final SessionContext session;
  private final Lock statements;
  private final QueryPlanning planning;
  private final QueryOpener opener;

  /**
   * The statements of a session.
   *
   * @param statements held while one is executed
   */
  public QueryStatements(SessionContext session, Lock statements) {
    this.session = session;
    this.statements = statements;
    this.planning = new QueryPlanning(session);
    this.opener = new QueryOpener(session);
  }

  /** Who waits for a query and hears of its failure. */
  private enum Audience {
    /** The reader of its rows; it is nobody else's business. */
    READER,
    /** The statement that runs it to its end. */
    STATEMENT,
    /** Whoever asks the session. */
    SESSION
  }

  public StatementResult select(Statement.Select statement, SourceText script) {
    Planned planned = planning.plan(statement, script);
    return planned.isReadAsRows() ? rows(planned) : changes(planned);
  }

  public QueryOpener opener() {
    return opener;
  }

  public QueryPlanning planning() {
    return planning;
  }

  /** Starts a query that nobody waits for. */
  public StreamingQuery start(Planned planned) {
    return start(
        planned,
        opener.open(planned.opening()),
        Audience.SESSION,
        Optional.empty(),
        new QueryObserver() {});
  }

  /**
   * Starts the query that keeps a materialized view, and waits until it has taken what is there.
   *
   * @throws MillraceException if it fails over that; it is gone then
   */
  public RunningQuery keep(Planned planned, VersionedTable content) {
    session
        .queries()
        .claim(new Identifier(planned.opening().name(), planned.request().query().position()));
    boolean ends = planned.trigger().endsWhenIdle();
    RunningQuery query =
        start(
            planned,
            opener.openKeeping(planned.opening(), content),
            ends ? Audience.STATEMENT : Audience.SESSION,
            Optional.empty(),
            new QueryObserver() {});
    try {
      if (ends) {
        runToEnd(query);
      } else {
        query.processAllAvailable();
      }
    } catch (RuntimeException | Error e) {
      query.stop();
      session.queries().find(query.name()).ifPresent(session.queries()::remove);
      throw e;
    }
    return query;
  }

  /**
   * Starts a query that ends.
   *
   * @return waits for its end, which may be done while other statements are executed
   */
  public Supplier<Void> run(Planned planned) {
    RunningQuery query =
        start(
            planned,
            opener.open(planned.opening()),
            Audience.STATEMENT,
            Optional.empty(),
            new QueryObserver() {});
    return () -> {
      runToEnd(query, false);
      return null;
    };
  }

  /** The rows of a query that ends, read while it runs. */
  public StatementResult.Rows rows(Planned planned) {
    ResultQueue<ColumnBatch> queue = new ResultQueue<>(BATCHES_AHEAD);
    boolean whole = planned.mode() == OutputMode.COMPLETE;
    WholeResult result = new WholeResult();
    ResultSink sink = whole ? ResultSink.newest(result::replace) : ResultSink.rows(queue);
    QueryParts parts = opener.open(planned.opening(), (writer, output, schema) -> sink);
    RunningQuery query =
        start(
            planned,
            parts,
            Audience.READER,
            Optional.empty(),
            new QueryObserver() {
              @Override
              public void stopping() {
                queue.open();
              }

              @Override
              public void ended(Optional<MillraceException> failure) {
                result.deliver(queue);
                queue.end();
              }
            });
    return new QueryRows(planned.plan().root().output(), new QueryReader<>(query, queue));
  }

  /** The rows of a result that every batch gives as a whole; the last one counts. */
  private static final class WholeResult {
    private List<ChangeBatch> newest = List.of();

    void replace(List<ChangeBatch> pieces) {
      newest = List.copyOf(pieces);
    }

    void deliver(ResultQueue<ColumnBatch> queue) {
      newest.forEach(piece -> queue.put(piece.rows()));
    }
  }

  private StatementResult changes(Planned planned) {
    ResultQueue<Step> queue = new ResultQueue<>(BATCHES_AHEAD);
    QueryParts parts =
        opener.open(
            planned.opening(),
            (writer, output, schema) ->
                planned.mode() == OutputMode.COMPLETE
                    ? ResultSink.wholes(queue, schema)
                    : ResultSink.changes(queue));
    RunningQuery query =
        start(
            planned,
            parts,
            Audience.SESSION,
            Optional.empty(),
            new QueryObserver() {
              @Override
              public void stopping() {
                queue.open();
              }

              @Override
              public void ended(Optional<MillraceException> failure) {
                queue.end();
              }
            });
    return new QueryChanges(planned.plan(), new QueryReader<>(query, queue));
  }

  public StatementResult insert(Statement.Insert statement, SourceText script) {
    return insert(new Definition(statement, script));
  }

  /**
   * {@code START QUERY q}: runs a query again that has run before, with its checkpoint.
   *
   * @throws MillraceException NOT_SUPPORTED without a checkpoint
   */
  public StatementResult restart(QueryEntry entry, Statement.StartQuery statement) {
    String name = entry.query().name();
    if (entry.request().keeps()) {
      throw error(ErrorCode.NOT_SUPPORTED, "starting the query of a materialized view again")
          .at(statement.position())
          .detail("the view has the rows that it had when the query stopped")
          .hint("make the view anew:  CREATE OR REPLACE MATERIALIZED VIEW " + name + " …")
          .build();
    }
    if (entry.checkpoint().isEmpty() || entry.definition().isEmpty()) {
      throw error(ErrorCode.NOT_SUPPORTED, "starting a query again that has no checkpoint")
          .at(statement.position())
          .detail("it would have to go on where it stopped, and its state is gone with it")
          .hint("give it one:  START QUERY " + name + " AS INSERT … CHECKPOINT 'directory'")
          .build();
    }
    Definition definition = entry.definition().get();
    try {
      return insert(
          definition.restarted(statement.name(), statement.fromBatch(), statement.restart()));
    } catch (MillraceException e) {
      // Its places are those of the statement that defined the query.
      throw e.in(definition.script());
    }
  }

  private StatementResult insert(Definition definition) {
    return insert(definition, planning.plan(definition.insert(), definition.script()));
  }

  /** INSERT as a query that is planned already. */
  public StatementResult insert(Planned planned, Statement.Insert statement, SourceText script) {
    return insert(new Definition(statement, script), planned);
  }

  private StatementResult insert(Definition definition, Planned planned) {
    Statement.Insert statement = definition.insert();
    QueryParts parts = opener.open(planned.opening());
    boolean ends = planned.plan().bounded() || planned.trigger().endsWhenIdle();
    Audience audience = ends ? Audience.STATEMENT : Audience.SESSION;
    RunningQuery query =
        start(planned, parts, audience, Optional.of(definition), new QueryObserver() {});
    if (!ends) {
      return new StatementResult.Started(
          query, planned.mode(), planned.plan().modeReason(), planned.checkpoint());
    }
    runToEnd(query, statement.queryName().isPresent());
    long rows = query.totals().outputRows();
    if (PlanFacts.of(planned.plan()).relations().isEmpty()) {
      return new StatementResult.Done(
          rows == 1 ? "1 row inserted" : rows + " rows inserted", OptionalLong.of(rows));
    }
    return new StatementResult.Finished(
        query, query.totals().summary(planned.opening().settings().zone()));
  }

  /**
   * Writes a query's rows into a table that is about to be created.
   *
   * @return how many
   */
  public long fill(Relation table, Statement.CreateTableAs statement, SourceText script) {
    Planned planned = planning.plan(table, statement, script);
    RunningQuery query =
        start(
            planned,
            opener.open(planned.opening()),
            Audience.STATEMENT,
            Optional.empty(),
            new QueryObserver() {});
    runToEnd(query, false);
    return query.totals().outputRows();
  }

  /** Opens a query that a test drives. */
  public SteppedQuery stepped(Statement statement, SourceText script, Stepping stepping) {
    Planned planned;
    QueryParts parts;
    OutputSpec output;
    if (statement instanceof Statement.Insert insert) {
      planned = planning.at(planning.plan(insert, script), stepping.checkpoint());
      output = opener.output(planned.opening());
      parts = opener.open(planned.opening());
    } else if (statement instanceof Statement.Select select) {
      planned = planning.at(planning.plan(select, script), stepping.checkpoint());
      output = QueryOpener.resultOutput(planned.plan());
      parts = opener.open(planned.opening(), (writer, spec, schema) -> ResultSink.discarding());
    } else {
      throw error(ErrorCode.NOT_SUPPORTED, "stepping through anything but SELECT and INSERT")
          .at(statement.position())
          .build();
    }
    try {
      return reading(
          planned,
          () ->
              new SteppedQuery(
                  parts.observed(stepping.observer()),
                  ChangeEncoder.outputSchema(output),
                  planned.mode(),
                  planned.trigger(),
                  session.clock()));
    } catch (RuntimeException | Error e) {
      QueryOpener.closeAll(List.of(parts), e);
      throw e;
    }
  }

  /** Waits for the end of a query, and forgets it then if nobody gave it a name. */
  private void runToEnd(RunningQuery query, boolean named) {
    try {
      runToEnd(query);
    } finally {
      if (!named) {
        session.queries().find(query.name()).ifPresent(session.queries()::remove);
      }
    }
  }

  private static void runToEnd(RunningQuery query) {
    try {
      query.awaitTermination();
    } catch (MillraceException e) {
      if (query.isActive()) {
        // The caller was interrupted, and nobody else knows of the query.
        boolean interrupted = Thread.interrupted();
        query.stop();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
      throw e;
    }
    if (query.wasStopped()) {
      throw error(ErrorCode.INTERRUPTED)
          .detail(
              "query "
                  + query.name()
                  + " was stopped before its end; "
                  + query.totals().batches()
                  + " batches are committed")
          .build();
    }
  }

  /** Makes a query; what it reads of tables and of views over them is of one moment. */
  private <T> T reading(Planned planned, Checkpoints.Action<T> maker) {
    return session
        .views()
        .reading(PlanFacts.of(planned.plan()).relations(), () -> planned.located(maker));
  }

  private RunningQuery start(
      Planned planned,
      QueryParts parts,
      Audience audience,
      Optional<Definition> definition,
      QueryObserver observer) {
    // rows that a statement itself holds are nothing that anybody follows
    Set<String> relations = PlanFacts.of(planned.plan()).relations();
    SessionObserver told =
        new SessionObserver(
            session,
            statements,
            planned,
            audience != Audience.READER && !relations.isEmpty(),
            audience == Audience.STATEMENT,
            observer);
    RunningQuery query;
    try {
      query =
          reading(
              planned,
              () ->
                  new RunningQuery(
                      parts,
                      planned.trigger(),
                      new SystemLoopClock(session.clock()),
                      planned.opening().settings().stopTimeout(),
                      told));
    } catch (RuntimeException | Error e) {
      QueryOpener.closeAll(List.of(parts), e);
      throw e;
    }
    session
        .queries()
        .add(
            new QueryEntry(
                query,
                planned.request(),
                planned.mode(),
                planned.trigger(),
                relations,
                planned.plan().target().map(Relation::name),
                definition,
                planned.opening().continuation().checkpoint().map(Checkpoints.Place::path),
                audience == Audience.STATEMENT,
                audience != Audience.READER));
    told.starting(query);
    query.start();
    return query;
  }
}
