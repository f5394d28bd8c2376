package io.millrace.exec.session.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.Connector.InsertableConnector;
import io.millrace.api.connector.InsertTarget;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.table.tree.TableTree;
import io.millrace.api.types.Schema;
import io.millrace.exec.fluent.Engine;
import io.millrace.exec.fluent.WriteRequest;
import io.millrace.exec.session.context.Definition;
import io.millrace.exec.session.context.SessionCatalog;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.exec.session.definition.DefinitionStatements;
import io.millrace.exec.session.query.Checkpoints;
import io.millrace.exec.session.query.QueryPlanning.Planned;
import io.millrace.exec.session.query.QueryStatements;
import io.millrace.plan.PlanRequest;
import io.millrace.plan.Planner.TableFacts;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.FluentQuery;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.View;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.Statement.PlanFormat;
import io.millrace.sql.statement.Statement.PlanStage;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What tables of programs ask their session for. One at a time with its statements; none of it
 * waits for a query while the others have to wait for it.
 */
public final class FluentStatements implements Engine {
  private final SessionContext session;
  private final QueryStatements queries;
  private final DefinitionStatements definitions;
  private final FluentSinks sinks;
  private final Lock statements;
  private final Runnable checkOpen;

  public FluentStatements(
      SessionContext session,
      QueryStatements queries,
      DefinitionStatements definitions,
      Lock statements,
      Runnable checkOpen) {
    this.session = session;
    this.queries = queries;
    this.definitions = definitions;
    this.sinks = new FluentSinks(session, definitions);
    this.statements = statements;
    this.checkOpen = checkOpen;
  }

  /** A program may call from a function that a query runs, which is interrupted to stop it. */
  private <T> T locked(Supplier<T> work) {
    try {
      statements.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw error(ErrorCode.INTERRUPTED).cause(e).build();
    }
    try {
      checkOpen.run();
      return work.get();
    } finally {
      statements.unlock();
    }
  }

  private <T> T planned(TableTree tree, Function<FluentQuery, T> work) {
    return planned(() -> session.planner().write(tree, session.plannerSettings()), work);
  }

  private <T> T planned(Supplier<FluentQuery> writer, Function<FluentQuery, T> work) {
    return locked(
        () -> {
          FluentQuery query = writer.get();
          return query.run(() -> work.apply(query));
        });
  }

  private PlanRequest request(
      FluentQuery query, Optional<PlanRequest.Target> target, QueryClauses clauses) {
    return new PlanRequest(
        query.text(),
        query.script(),
        target,
        clauses,
        session.plannerSettings(),
        query.leaves(),
        query::placed);
  }

  private PlanRequest request(FluentQuery query) {
    return request(query, Optional.empty(), QueryClauses.NONE);
  }

  @Override
  public TableFacts facts(TableTree tree) {
    return planned(tree, query -> session.planner().facts(request(query)));
  }

  @Override
  public String explain(TableTree tree, PlanStage stage) {
    return planned(
        tree, query -> session.planner().explain(request(query), stage, PlanFormat.TEXT));
  }

  @Override
  public StatementResult.Rows rows(TableTree tree, String what) {
    return planned(
        tree,
        query -> {
          checkEnds(session.planner().facts(request(query)), what);
          Planned planned = queries.planning().plan(request(query), Optional.empty(), "select");
          return queries.rows(planned);
        });
  }

  private static void checkEnds(TableFacts facts, String what) {
    if (!facts.ends()) {
      throw error(ErrorCode.QUERY_INVALID, what + " needs a table that ends, and this one does not")
          .hint("start a query that keeps it up to date:  writeStream().format(…).start()")
          .build();
    }
  }

  @Override
  public StreamingQuery start(TableTree tree, WriteRequest write) {
    return planned(
        tree,
        query -> {
          FluentSinks.Target target =
              sinks.open(write, () -> session.planner().facts(request(query)).schema());
          try {
            return queries.start(plan(query, write, target));
          } catch (RuntimeException | Error e) {
            target.undo().run();
            throw e;
          }
        });
  }

  private Planned plan(FluentQuery query, WriteRequest write, FluentSinks.Target target) {
    QueryClauses clauses = FluentClauses.of(write, target.clauseOptions());
    Optional<Identifier> name =
        write.queryName().map(text -> new Identifier(text, Definition.NOWHERE));
    PlanRequest request =
        request(
            query,
            Optional.of(
                new PlanRequest.Target(target.relation(), Definition.NOWHERE, List.of(), false)),
            Checkpoints.clauses(clauses, name, session.settings()));
    Planned planned = queries.planning().plan(request, name, target.relation().name());
    FluentSinks.checkProgramTakes(planned.plan(), write);
    return planned;
  }

  @Override
  public void write(TableTree tree, WriteRequest write) {
    Supplier<Void> wait =
        planned(
            tree,
            query -> {
              checkEnds(session.planner().facts(request(query)), "write()");
              FluentSinks.Target target =
                  sinks.open(write, () -> session.planner().facts(request(query)).schema());
              return queries.run(plan(query, write, target));
            });
    wait.get();
  }

  @Override
  public void createView(String name, TableTree tree, boolean replace) {
    planned(
        () -> session.planner().writeView(name, tree, session.plannerSettings()),
        query -> {
          Optional<CatalogObject> found = session.catalog().find(name);
          if (found.isPresent() && !(replace && found.get() instanceof View)) {
            throw error(
                    ErrorCode.OBJECT_EXISTS, SessionCatalog.kindOf(found.get()), found.get().name())
                .hint("choose another name, or remove it first")
                .build();
          }
          found.ifPresent(definitions::checkNoQueryUses);
          session.planner().facts(request(query));
          session
              .catalog()
              .put(new View(name, List.of(), query.text(), query.script(), query.leaves()));
          return true;
        });
  }

  @Override
  public void check(TableTree.Source source) {
    locked(
        () -> {
          FluentQuery query = session.planner().write(source, session.plannerSettings());
          try {
            for (CatalogObject leaf : query.leaves()) {
              session.options().parse((Relation) leaf);
            }
          } catch (MillraceException e) {
            throw e.withoutPlace();
          }
          return true;
        });
  }

  @Override
  public boolean exists(String name) {
    return session.catalog().find(name).isPresent();
  }

  @Override
  public void createTable(String name, Schema schema, boolean replace) {
    locked(
        () -> {
          Optional<CatalogObject> found = session.catalog().find(name);
          if (found.isPresent()) {
            boolean mayReplace =
                replace
                    && found.get() instanceof Relation relation
                    && relation.connector().equals(Relation.MEMORY);
            if (!mayReplace) {
              throw error(
                      ErrorCode.OBJECT_EXISTS,
                      SessionCatalog.kindOf(found.get()),
                      found.get().name())
                  .hint("add to it:  mode(\"append\")")
                  .build();
            }
            definitions.checkNoQueryUses(found.get());
          }
          session.catalog().put(FluentSinks.table(name, schema));
          return true;
        });
  }

  @Override
  public TableTree.Rows rows(Schema schema, List<List<Object>> rows) {
    List<ColumnBatch> batches = new ArrayList<>();
    FluentRows.addTo(batches, schema, rows);
    return batches(schema, batches);
  }

  @Override
  public TableTree.Rows batches(Schema schema, List<ColumnBatch> batches) {
    InsertableConnector memory =
        (InsertableConnector) session.connectors().source(Relation.MEMORY, Optional.empty());
    Attachment attachment = new Attachment();
    InsertTarget target = memory.insertTarget(schema, attachment);
    batches.forEach(target::insert);
    return new TableTree.Rows(schema, attachment);
  }

  @Override
  public ZoneId zone() {
    return locked(() -> session.settings().zone());
  }

  @Override
  public PrintStream console() {
    return session.console();
  }
}
