package io.millrace.exec.session.definition;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.StatementResult;
import io.millrace.api.connector.VersionedTable;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourceText;
import io.millrace.exec.query.RunningQuery;
import io.millrace.exec.session.context.FixedRows;
import io.millrace.exec.session.context.QueryEntry;
import io.millrace.exec.session.context.SessionCatalog;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.exec.session.context.Settings;
import io.millrace.exec.session.context.TableTarget;
import io.millrace.exec.session.query.PlanFacts;
import io.millrace.exec.session.query.QueryPlanning;
import io.millrace.exec.session.query.QueryStatements;
import io.millrace.exec.view.ViewSpec;
import io.millrace.plan.PlanRequest;
import io.millrace.plan.ViewPlan;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.MaterializedView;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** CREATE and REFRESH of materialized views. */
public final class ViewStatements {
  private final SessionContext session;
  private final QueryStatements queries;

  ViewStatements(SessionContext session, QueryStatements queries) {
    this.session = session;
    this.queries = queries;
  }

  /** The materialized view of that name. */
  public static MaterializedView get(SessionContext session, Identifier name) {
    CatalogObject object = session.catalog().get("materialized view", name);
    if (object instanceof MaterializedView view) {
      return view;
    }
    throw error(
            ErrorCode.OBJECT_WRONG_KIND,
            object.name(),
            SessionCatalog.kindOf(object),
            "materialized view")
        .at(name.position())
        .build();
  }

  /** The request to plan the query of a view. */
  public static PlanRequest request(SessionContext session, MaterializedView view) {
    return new PlanRequest(
        view.query(),
        view.script(),
        Optional.empty(),
        QueryClauses.NONE,
        session.plannerSettings());
  }

  /** Makes a view, or puts it into the place of one that nothing reads. */
  StatementResult create(Statement.CreateMaterializedView statement, SourceText script) {
    ViewPlan plan =
        session
            .planner()
            .declare(statement, script, QueryPlanning.settings(session, statement.clauses()));
    MaterializedView view = plan.view();
    List<Relation> inputs = inputs(plan);
    if (inputs.stream().anyMatch(input -> input.name().equalsIgnoreCase(view.name()))) {
      throw error(ErrorCode.QUERY_INVALID, "view " + view.name() + " reads itself")
          .at(statement.query().position())
          .build();
    }
    VersionedTable content = table(view.content());
    List<VersionedTable> tables =
        inputs.stream().filter(ViewStatements::isTable).map(this::table).toList();
    if (plan.overTables() || !tables.isEmpty()) {
      refuseCheckpoint(statement.clauses());
    }
    if (plan.overTables()) {
      refuseTrigger(statement.clauses());
      Settings settings = session.settings().with(List.of());
      ViewSpec spec =
          new ViewSpec(
              view.name(),
              () -> queries.opener().openView(plan.query(), settings),
              tables,
              content,
              plan.request().places());
      session.views().create(spec);
      stopKeeper(view);
    } else {
      session.catalog().find(view.name()).ifPresent(this::forget);
      RunningQuery query = queries.keep(queries.planning().plan(plan), content);
      session.views().announce(view.name(), content, tables, () -> query.exception().map(e -> e));
    }
    session.catalog().put(view);
    return done("CREATE MATERIALIZED VIEW " + view.name());
  }

  private static List<Relation> inputs(ViewPlan plan) {
    List<Relation> inputs = new ArrayList<>();
    for (SourceSpec source : PlanFacts.sources(plan.query())) {
      inputs.add(source.relation());
    }
    return inputs;
  }

  private VersionedTable table(Relation relation) {
    return TableTarget.table(session, relation)
        .orElseThrow(() -> new IllegalStateException("no table: " + relation.name()));
  }

  /** What follows each statement needs nobody to say when it runs. */
  private static void refuseTrigger(QueryClauses clauses) {
    if (clauses.trigger().isPresent()) {
      throw error(ErrorCode.NOT_SUPPORTED, "TRIGGER of a materialized view over tables")
          .at(clauses.trigger().get().position())
          .hint("it follows every statement; leave the trigger out")
          .build();
    }
  }

  private static boolean isTable(Relation relation) {
    return relation.bounded() && relation.connector().equals(Relation.MEMORY);
  }

  private static void refuseCheckpoint(QueryClauses clauses) {
    if (clauses.checkpoint().isPresent()) {
      throw error(ErrorCode.NOT_SUPPORTED, "CHECKPOINT of a materialized view over tables")
          .at(clauses.checkpoint().get().position())
          .detail("its tables are in memory and go with the session")
          .hint("leave the checkpoint out")
          .build();
    }
  }

  StatementResult refresh(Statement.RefreshView statement) {
    MaterializedView view = get(session, statement.name());
    keeper(session, view)
        .filter(entry -> entry.query().isActive())
        .ifPresent(entry -> entry.query().processAllAvailable());
    session.views().expectWell(view.name());
    return done("REFRESH MATERIALIZED VIEW " + view.name());
  }

  /** Lets go of what keeps an object's rows; of anything but a materialized view it is nothing. */
  void forget(CatalogObject object) {
    if (object instanceof MaterializedView view) {
      session.views().drop(view.name());
      stopKeeper(view);
    }
  }

  private void stopKeeper(MaterializedView view) {
    keeper(session, view)
        .ifPresent(
            entry -> {
              entry.query().stop();
              session.queries().remove(entry);
            });
  }

  /** SHOW MATERIALIZED VIEWS. */
  public static StatementResult list(SessionContext session) {
    FixedRows.Builder rows = FixedRows.Builder.ofText("name", "state", "query");
    for (CatalogObject object : session.catalog().list()) {
      if (object instanceof MaterializedView view) {
        rows.row(view.name(), state(session, view), view.query().original());
      }
    }
    return rows.build();
  }

  /** The query that keeps a view over streams; empty for one over tables. */
  private static Optional<QueryEntry> keeper(SessionContext session, MaterializedView view) {
    return session.queries().find(view.name()).filter(entry -> entry.request().keeps());
  }

  private static String state(SessionContext session, MaterializedView view) {
    Optional<MillraceException> failure = session.views().failure(view.name());
    if (failure.isPresent()) {
      return "failed: " + failure.get().summary();
    }
    return keeper(session, view)
        .map(entry -> entry.query().isActive() ? "running" : "stopped")
        .orElse("current");
  }

  /** What a view over tables has done, by name; nothing for others, which are queries. */
  public static Map<String, Long> facts(SessionContext session, MaterializedView view) {
    Map<String, Long> facts = new LinkedHashMap<>();
    session
        .views()
        .facts(view.name())
        .ifPresent(
            found -> {
              facts.put("batches", found.batches());
              facts.put("rows read by the last batch", found.rowsRead());
              facts.put("rows of state touched by the last batch", found.rowsTouched());
              facts.put("rows of state", found.stateRows());
            });
    return facts;
  }

  private static StatementResult done(String message) {
    return new StatementResult.Done(message, OptionalLong.empty());
  }
}
