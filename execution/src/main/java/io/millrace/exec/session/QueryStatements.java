package io.millrace.exec.session;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.StatementResult;
import io.millrace.api.StatementResult.Changes.Step;
import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.Connector;
import io.millrace.api.connector.OptionValue;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourceText;
import io.millrace.exec.changelog.ChangeEncoder;
import io.millrace.exec.changelog.OutputSpec;
import io.millrace.exec.query.QueryObserver;
import io.millrace.exec.query.QueryParts;
import io.millrace.exec.query.RunningQuery;
import io.millrace.exec.query.SteppedQuery;
import io.millrace.exec.trigger.SystemLoopClock;
import io.millrace.exec.trigger.Trigger;
import io.millrace.plan.PlanRequest;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.physical.QueryPlan;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SELECT and INSERT: plans queries and starts them, or runs them to their end. */
final class QueryStatements {
  private static final Logger LOG = LoggerFactory.getLogger(QueryStatements.class);
  private static final int BATCHES_AHEAD = 64;

  private final SessionContext session;
  private final QueryOpener opener;

  QueryStatements(SessionContext session) {
    this.session = session;
    this.opener = new QueryOpener(session);
  }

  /** A query that is planned and has a name. */
  private record Planned(
      PlanRequest request, QueryPlan plan, Trigger trigger, QueryOpener.Request opening) {

    OutputMode mode() {
      return plan.mode();
    }
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

  StatementResult select(Statement.Select statement, SourceText script) {
    Planned planned = plan(statement, script);
    return isReadAsRows(planned.plan()) ? rows(planned) : changes(planned);
  }

  /** Whether a reader needs to know nothing but rows, and gets all of them. */
  private static boolean isReadAsRows(QueryPlan plan) {
    return plan.bounded()
        && (plan.mode() == OutputMode.APPEND || plan.mode() == OutputMode.COMPLETE);
  }

  private StatementResult rows(Planned planned) {
    ResultQueue<ColumnBatch> queue = new ResultQueue<>(BATCHES_AHEAD);
    boolean whole = planned.mode() == OutputMode.COMPLETE;
    WholeResult result = new WholeResult();
    ResultSink sink = whole ? ResultSink.newest(result::replace) : ResultSink.rows(queue);
    QueryParts parts = opener.open(planned.opening(), (id, output, schema) -> sink);
    RunningQuery query =
        start(
            planned,
            parts,
            Audience.READER,
            new QueryObserver() {
              @Override
              public void stopping() {
                queue.open();
              }

              @Override
              public void ended() {
                result.deliver(queue);
                queue.end();
              }
            });
    return new QueryRows(planned.plan().root().output(), query, queue);
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
        opener.open(planned.opening(), (id, output, schema) -> ResultSink.changes(queue));
    RunningQuery query =
        start(
            planned,
            parts,
            Audience.SESSION,
            new QueryObserver() {
              @Override
              public void stopping() {
                queue.open();
              }

              @Override
              public void ended() {
                queue.end();
              }
            });
    return new QueryChanges(planned.plan().root().output(), planned.mode(), query, queue);
  }

  StatementResult insert(Statement.Insert statement, SourceText script) {
    Planned planned = plan(statement, script);
    QueryParts parts = opener.open(planned.opening());
    boolean ends = planned.plan().bounded() || planned.trigger().endsWhenIdle();
    Audience audience = ends ? Audience.STATEMENT : Audience.SESSION;
    RunningQuery query = start(planned, parts, audience, new QueryObserver() {});
    if (!ends) {
      return new StatementResult.Started(query, planned.mode(), planned.plan().modeReason());
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
  long fill(Relation table, Statement.CreateTableAs statement, SourceText script) {
    PlanRequest request =
        new PlanRequest(
            statement.query(),
            script,
            Optional.of(
                new PlanRequest.Target(table, statement.name().position(), List.of(), false)),
            QueryClauses.NONE,
            session.plannerSettings());
    QueryPlan plan = session.planner().plan(request);
    String name = session.queries().invent(table.name());
    Planned planned =
        new Planned(
            request,
            plan,
            new Trigger.Default(),
            new QueryOpener.Request(plan, name, false, script, session.settings(), List.of()));
    RunningQuery query =
        start(planned, opener.open(planned.opening()), Audience.STATEMENT, new QueryObserver() {});
    runToEnd(query, false);
    return query.totals().outputRows();
  }

  /** Opens a query that a test drives. */
  SteppedQuery stepped(Statement statement, SourceText script) {
    Planned planned;
    QueryParts parts;
    OutputSpec output;
    if (statement instanceof Statement.Insert insert) {
      planned = plan(insert, script);
      output = opener.output(planned.opening());
      parts = opener.open(planned.opening());
    } else if (statement instanceof Statement.Select select) {
      planned = plan(select, script);
      output = QueryOpener.resultOutput(planned.plan());
      parts = opener.open(planned.opening(), (id, spec, schema) -> ResultSink.discarding());
    } else {
      throw error(ErrorCode.NOT_SUPPORTED, "stepping through anything but SELECT and INSERT")
          .at(statement.position())
          .build();
    }
    return new SteppedQuery(
        parts,
        ChangeEncoder.outputSchema(output),
        planned.mode(),
        planned.trigger(),
        session.clock());
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

  private Planned plan(Statement.Select statement, SourceText script) {
    PlanRequest request =
        new PlanRequest(
            statement.query(),
            script,
            Optional.empty(),
            statement.clauses(),
            session.plannerSettings());
    return plan(request, Optional.empty(), "select");
  }

  private Planned plan(Statement.Insert statement, SourceText script) {
    return plan(
        request(session, statement, script), statement.queryName(), statement.target().text());
  }

  /** The request to plan an INSERT. */
  static PlanRequest request(
      SessionContext session, Statement.Insert statement, SourceText script) {
    CatalogObject target = session.catalog().get(statement.target());
    if (!(target instanceof Relation relation) || !isWritable(session, relation)) {
      throw error(
              ErrorCode.OBJECT_WRONG_KIND,
              statement.target().text(),
              SessionCatalog.kindOf(target),
              "table or sink")
          .at(statement.target().position())
          .build();
    }
    return new PlanRequest(
        statement.query(),
        script,
        Optional.of(
            new PlanRequest.Target(
                relation, statement.target().position(), statement.columns(), statement.byName())),
        statement.clauses(),
        session.plannerSettings());
  }

  /** Sources are read only, except those whose connector takes rows from programs. */
  private static boolean isWritable(SessionContext session, Relation relation) {
    return relation.kind() != Statement.RelationKind.SOURCE
        || session.connectors().source(relation.connector(), relation.position())
            instanceof Connector.InsertableConnector;
  }

  private Planned plan(PlanRequest request, Optional<Identifier> queryName, String wishedName) {
    QueryClauses clauses = request.clauses();
    clauses
        .checkpoint()
        .ifPresent(
            checkpoint -> {
              throw error(ErrorCode.NOT_SUPPORTED, "CHECKPOINT")
                  .at(checkpoint.position())
                  .hint("leave it out: state is kept in memory for as long as the query runs")
                  .build();
            });
    Trigger trigger = trigger(clauses);
    List<OptionValue> writing = new ArrayList<>();
    List<OptionValue> others = new ArrayList<>();
    for (OptionValue option : clauses.options()) {
      boolean writes = request.target().isPresent() && RelationOptions.isWriteOption(option.name());
      (writes ? writing : others).add(option);
    }
    Settings settings = session.settings().with(others);
    String name =
        queryName.isPresent()
            ? session.queries().claim(queryName.get())
            : session.queries().invent(wishedName);
    QueryPlan plan = session.planner().plan(request);
    warnOfIgnoredLimits(plan, trigger, name);
    boolean anonymous = request.target().isEmpty() && isReadAsRows(plan);
    return new Planned(
        request,
        plan,
        trigger,
        new QueryOpener.Request(plan, name, anonymous, request.script(), settings, writing));
  }

  private static Trigger trigger(QueryClauses clauses) {
    if (clauses.trigger().isEmpty()) {
      return new Trigger.Default();
    }
    QueryClauses.TriggerClause clause = clauses.trigger().get();
    return switch (clause.kind()) {
      case DEFAULT -> new Trigger.Default();
      case PROCESSING_TIME ->
          clause.interval().filter(interval -> !interval.isZero()).isPresent()
              ? new Trigger.ProcessingTime(clause.interval().get())
              : new Trigger.Default();
      case ONCE -> new Trigger.Once();
      case AVAILABLE_NOW -> new Trigger.AvailableNow();
      case CONTINUOUS, REAL_TIME ->
          throw error(ErrorCode.TRIGGER_UNSUPPORTED, clause.kind().name().replace('_', ' '))
              .at(clause.position())
              .hint("leave the trigger out: batches follow each other as soon as rows arrive")
              .build();
    };
  }

  private void warnOfIgnoredLimits(QueryPlan plan, Trigger trigger, String name) {
    if (trigger.isLimited()) {
      return;
    }
    for (String relation : PlanFacts.of(plan).relations()) {
      session
          .catalog()
          .find(relation)
          .filter(Relation.class::isInstance)
          .map(Relation.class::cast)
          .ifPresent(
              found ->
                  found.options().stream()
                      .filter(option -> isLimit(option.name()))
                      .forEach(
                          option ->
                              LOG.warn(
                                  "query {}: TRIGGER {} takes everything in one batch, option {} of"
                                      + " {} is ignored; use TRIGGER AVAILABLE NOW to keep to it",
                                  name,
                                  trigger.sql(),
                                  option.name(),
                                  found.name())));
    }
  }

  private static boolean isLimit(String option) {
    String plain = option.replaceAll("[._-]", "").toLowerCase(Locale.ROOT);
    return plain.startsWith("max") && plain.endsWith("pertrigger");
  }

  private RunningQuery start(
      Planned planned, QueryParts parts, Audience audience, QueryObserver observer) {
    RunningQuery query;
    try {
      query =
          new RunningQuery(
              parts,
              planned.trigger(),
              new SystemLoopClock(session.clock()),
              planned.opening().settings().stopTimeout(),
              new Registered(observer));
    } catch (RuntimeException e) {
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
                PlanFacts.of(planned.plan()).relations(),
                planned.plan().target().map(Relation::name),
                audience == Audience.STATEMENT,
                audience != Audience.READER));
    query.start();
    return query;
  }

  /** Tells the registry too. */
  private final class Registered implements QueryObserver {
    private final QueryObserver observer;

    Registered(QueryObserver observer) {
      this.observer = observer;
    }

    @Override
    public void stopping() {
      observer.stopping();
    }

    @Override
    public void ended() {
      observer.ended();
      session.queries().ended();
    }
  }
}
