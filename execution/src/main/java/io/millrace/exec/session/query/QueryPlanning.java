package io.millrace.exec.session.query;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.Connector;
import io.millrace.api.connector.OptionValue;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.SourceText;
import io.millrace.exec.session.context.RelationOptions;
import io.millrace.exec.session.context.SessionCatalog;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.exec.session.context.Settings;
import io.millrace.exec.trigger.Trigger;
import io.millrace.plan.PlanRequest;
import io.millrace.plan.PlannerSettings;
import io.millrace.plan.ViewPlan;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.check.Guarantee;
import io.millrace.plan.physical.PlanRules;
import io.millrace.plan.physical.QueryPlan;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.Statement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a statement to a planned query with a name: its clauses, its settings and options, its
 * trigger and its target.
 */
public final class QueryPlanning {
  private static final Logger LOG = LoggerFactory.getLogger(QueryPlanning.class);

  private final SessionContext session;

  QueryPlanning(SessionContext session) {
    this.session = session;
  }

  /** A query that is planned and has a name. */
  public record Planned(
      PlanRequest request, QueryPlan plan, Trigger trigger, QueryOpener.Request opening) {

    OutputMode mode() {
      return plan.mode();
    }

    Planned with(QueryOpener.Continuation continuation) {
      return new Planned(request, plan, trigger, opening.with(continuation));
    }

    /** The same, for a statement that nobody sees as a query. */
    public Planned anonymous() {
      return new Planned(request, plan, trigger, opening.anonymously());
    }

    /** Where its checkpoint is and what that guarantees; empty without one. */
    String checkpoint() {
      return opening
          .continuation()
          .checkpoint()
          .map(place -> place.path() + ": " + plan.guarantee())
          .orElse("");
    }

    /** Does something with the query; errors of its checkpoint stand where that is named. */
    <T> T located(Checkpoints.Action<T> action) {
      Optional<Checkpoints.Place> place = opening.continuation().checkpoint();
      return place.isPresent() ? place.get().located(action) : action.run();
    }

    /** Whether a reader needs to know nothing but rows, and gets all of them. */
    public boolean isReadAsRows() {
      return QueryPlanning.isReadAsRows(plan);
    }
  }

  public Planned plan(Statement.Select statement, SourceText script) {
    PlanRequest request =
        new PlanRequest(
            statement.query(),
            script,
            Optional.empty(),
            statement.clauses(),
            session.plannerSettings());
    return plan(request, Optional.empty(), "select");
  }

  /** The query with a checkpoint that its statement does not name, for tests. */
  Planned at(Planned planned, Optional<Path> checkpoint) {
    if (checkpoint.isEmpty()) {
      return planned;
    }
    Checkpoints.Place place = Checkpoints.Place.at(checkpoint.get(), Optional.empty());
    QueryOpener.Continuation continuation =
        new QueryOpener.Continuation(
            Optional.of(place), planned.request().clauses().restart(), OptionalLong.empty());
    PlanRequest request = planned.request();
    if (request.settings().rules() == place.rules()) {
      return planned.with(continuation);
    }
    PlanRequest again = request.with(request.clauses(), request.settings().with(place.rules()));
    QueryPlan plan = session.planner().plan(again);
    return new Planned(
        again, plan, planned.trigger(), planned.opening().with(plan).with(continuation));
  }

  public Planned plan(Statement.Insert statement, SourceText script) {
    return plan(statement, script, List.of());
  }

  /**
   * An INSERT.
   *
   * @param places of the columns of its query; empty if they are not known
   */
  public Planned plan(Statement.Insert statement, SourceText script, List<SourcePosition> places) {
    return plan(
        request(session, statement, script, places),
        statement.queryName(),
        statement.target().text());
  }

  /** The query whose rows fill a table that is about to be created. */
  public Planned plan(Relation table, Statement.CreateTableAs statement, SourceText script) {
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
    return new Planned(
        request,
        plan,
        new Trigger.Default(),
        new QueryOpener.Request(
            plan,
            name,
            false,
            request.places(),
            session.settings(),
            List.of(),
            false,
            QueryOpener.Continuation.NONE));
  }

  /** The query that keeps a materialized view, under the view's name. */
  public Planned plan(ViewPlan view) {
    QueryClauses clauses = view.request().clauses();
    String name = view.view().name();
    Settings given = session.settings().with(clauses.options());
    Optional<Checkpoints.Place> checkpoint = Checkpoints.find(clauses);
    return new Planned(
        view.request(),
        view.query(),
        trigger(clauses),
        new QueryOpener.Request(
            view.query(),
            name,
            false,
            view.request().places(),
            checkpoint.map(place -> place.settings(given, name)).orElse(given),
            List.of(),
            true,
            continuation(view.request(), checkpoint)));
  }

  private static QueryOpener.Continuation continuation(
      PlanRequest request, Optional<Checkpoints.Place> checkpoint) {
    return new QueryOpener.Continuation(
        checkpoint.map(place -> place.of(request.query().position())),
        request.clauses().restart(),
        fromBatch(request.clauses(), checkpoint.isPresent()));
  }

  /** The request to plan an INSERT. */
  public static PlanRequest request(
      SessionContext session, Statement.Insert statement, SourceText script) {
    return request(session, statement, script, List.of());
  }

  private static PlanRequest request(
      SessionContext session,
      Statement.Insert statement,
      SourceText script,
      List<SourcePosition> places) {
    CatalogObject target = session.catalog().get(statement.target());
    if (!(target instanceof Relation relation) || !isWritable(session, relation)) {
      throw error(
              ErrorCode.OBJECT_WRONG_KIND,
              statement.target().text(),
              SessionCatalog.kindOf(target),
              "table or sink")
          .at(statement.target().position())
          .hint("SHOW TABLES and SHOW SINKS list what can be written")
          .build();
    }
    return new PlanRequest(
        statement.query(),
        script,
        Optional.of(
            new PlanRequest.Target(
                relation,
                statement.target().position(),
                statement.columns(),
                statement.byName(),
                places)),
        Checkpoints.clauses(statement.clauses(), statement.queryName(), session.settings()),
        session.plannerSettings());
  }

  /** Sources are read only, except those whose connector takes rows from programs. */
  public static boolean isWritable(SessionContext session, Relation relation) {
    return relation.kind() != Statement.RelationKind.SOURCE
        || session.connectors().source(relation.connector(), relation.position())
            instanceof Connector.InsertableConnector;
  }

  /** A query under the name it is given, or one like the wished one. */
  public Planned plan(PlanRequest asked, Optional<Identifier> queryName, String wishedName) {
    QueryClauses clauses = asked.clauses();
    List<OptionValue> writing = new ArrayList<>();
    List<OptionValue> others = new ArrayList<>();
    for (OptionValue option : clauses.options()) {
      boolean writes = asked.target().isPresent() && RelationOptions.isWriteOption(option.name());
      (writes ? writing : others).add(option);
    }
    String name =
        queryName.isPresent()
            ? session.queries().claim(queryName.get())
            : session.queries().invent(wishedName);
    Settings given = session.settings().with(others);
    Optional<Checkpoints.Place> checkpoint =
        asked.target().isPresent() ? Checkpoints.find(clauses) : Optional.empty();
    Settings settings = checkpoint.map(place -> place.settings(given, name)).orElse(given);
    PlanRequest request =
        asked.with(
            clauses,
            new PlannerSettings(settings.zone(), settings.recursionLimits(), rules(checkpoint)));
    QueryPlan plan = session.planner().plan(request);
    Trigger trigger = trigger(clauses);
    warnOfIgnoredLimits(plan, trigger, name);
    if (Guarantee.losesRows(plan.guarantee())) {
      LOG.warn("query {}: {}", name, plan.guarantee());
    } else if (trigger.hasEpochs() && plan.guarantee().startsWith(Guarantee.AT_LEAST_ONCE)) {
      LOG.warn("query {}: rows are written {}", name, plan.guarantee());
    }
    boolean anonymous = request.target().isEmpty() && isReadAsRows(plan);
    return new Planned(
        request,
        plan,
        trigger,
        new QueryOpener.Request(
            plan,
            name,
            anonymous,
            request.places(),
            settings,
            writing,
            false,
            continuation(request, checkpoint)));
  }

  private static PlanRules rules(Optional<Checkpoints.Place> checkpoint) {
    return checkpoint.map(Checkpoints.Place::rules).orElse(PlanRules.NEWEST);
  }

  /** The settings for the plan of a query that may have a checkpoint. */
  public static PlannerSettings settings(SessionContext session, QueryClauses clauses) {
    return session.plannerSettings().with(rules(Checkpoints.find(clauses)));
  }

  private static OptionalLong fromBatch(QueryClauses clauses, boolean hasCheckpoint) {
    if (clauses.fromBatch().isEmpty()) {
      return OptionalLong.empty();
    }
    QueryClauses.FromBatch from = clauses.fromBatch().get();
    if (!hasCheckpoint) {
      throw error(ErrorCode.NOT_SUPPORTED, "FROM BATCH without a checkpoint")
          .at(from.position())
          .detail("only a checkpoint knows earlier batches")
          .hint("name the one to go back in:  INSERT … CHECKPOINT 'directory' FROM BATCH 2")
          .build();
    }
    return OptionalLong.of(from.batch());
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
          new Trigger.Continuous(clause.interval().orElse(Trigger.Continuous.DEFAULT_INTERVAL));
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

  private static boolean isReadAsRows(QueryPlan plan) {
    return plan.bounded()
        && (plan.mode() == OutputMode.APPEND || plan.mode() == OutputMode.COMPLETE);
  }
}
