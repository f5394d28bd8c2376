package io.millrace.exec.session.definition;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.StatementResult;
import io.millrace.api.connector.Attachment;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.SourceText;
import io.millrace.api.types.Field;
import io.millrace.exec.session.context.Definition;
import io.millrace.exec.session.context.QueryEntry;
import io.millrace.exec.session.context.SessionCatalog;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.exec.session.context.TableTarget;
import io.millrace.exec.session.query.QueryStatements;
import io.millrace.plan.PlanRequest;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.MaterializedView;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.View;
import io.millrace.plan.physical.QueryPlan;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.Statement.RelationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** CREATE and DROP of what has a name in the catalog. */
public final class DefinitionStatements {

  private final SessionContext session;
  private final QueryStatements queries;
  private final ViewStatements views;

  public DefinitionStatements(SessionContext session, QueryStatements queries) {
    this.session = session;
    this.queries = queries;
    this.views = new ViewStatements(session, queries);
  }

  public StatementResult create(Statement.CreateMaterializedView statement, SourceText script) {
    String kind = "materialized view";
    if (isThere(statement.name(), kind, statement.orReplace(), statement.ifNotExists())) {
      return exists(kind, statement.name());
    }
    return views.create(statement, script);
  }

  public StatementResult create(Statement.CreateRelation statement, SourceText script) {
    String kind = lower(statement.kind());
    if (isThere(statement.name(), kind, statement.orReplace(), statement.ifNotExists())) {
      return exists(kind, statement.name());
    }
    Relation relation = session.planner().declare(statement, script, session.plannerSettings());
    session.options().parse(relation, statement);
    if (relation.kind() == RelationKind.TABLE) {
      // with its keys, before anybody writes it
      TableTarget.table(session, relation);
    }
    session.catalog().put(relation);
    return done("CREATE " + statement.kind() + " " + relation.name());
  }

  public StatementResult refresh(Statement.RefreshView statement) {
    return views.refresh(statement);
  }

  /** Puts a sink whose code is a program's into the catalog. */
  public void register(String name, String connector, Attachment code) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a sink needs a name");
    }
    session
        .catalog()
        .find(name)
        .ifPresent(
            found -> {
              String kind = SessionCatalog.kindOf(found);
              throw error(ErrorCode.OBJECT_EXISTS, kind, found.name())
                  .hint("choose another name, or remove it:  DROP " + upper(kind) + " " + name)
                  .build();
            });
    session
        .catalog()
        .put(
            new Relation(
                name,
                RelationKind.SINK,
                List.of(),
                Optional.empty(),
                List.of(),
                connector,
                List.of(),
                "",
                List.of(),
                false,
                true,
                Optional.empty(),
                code));
  }

  public StatementResult create(Statement.CreateView statement, SourceText script) {
    if (isThere(statement.name(), "view", statement.orReplace(), statement.ifNotExists())) {
      return exists("view", statement.name());
    }
    View view = session.planner().declare(statement, script, session.plannerSettings());
    session.catalog().put(view);
    return done("CREATE VIEW " + view.name());
  }

  public StatementResult create(Statement.CreateTableAs statement, SourceText script) {
    if (isThere(statement.name(), "table", statement.orReplace(), statement.ifNotExists())) {
      return exists("table", statement.name());
    }
    QueryPlan plan =
        session
            .planner()
            .plan(
                new PlanRequest(
                    statement.query(),
                    script,
                    Optional.empty(),
                    QueryClauses.NONE,
                    session.plannerSettings()));
    if (!plan.bounded()) {
      throw error(ErrorCode.NOT_SUPPORTED, "CREATE TABLE AS over an unbounded source")
          .at(statement.query().position())
          .hint(
              "create the table with its columns, then start a query that keeps it current:  INSERT"
                  + " INTO "
                  + statement.name().text()
                  + " SELECT …")
          .build();
    }
    List<Relation.Column> columns = new ArrayList<>();
    for (Field field : plan.root().output().fields()) {
      columns.add(new Relation.PhysicalColumn(field, Optional.empty(), Optional.empty()));
    }
    Relation table =
        new Relation(
            statement.name().text(),
            RelationKind.TABLE,
            columns,
            Optional.empty(),
            List.of(),
            Relation.MEMORY,
            List.of(),
            "",
            List.of(),
            true,
            true,
            Optional.of(statement.name().position()),
            new Attachment());
    long rows = queries.fill(table, statement, script);
    session.catalog().put(table);
    return new StatementResult.Done("CREATE TABLE " + table.name(), OptionalLong.of(rows));
  }

  /**
   * Whether the object is there and may stay.
   *
   * @throws MillraceException if it is there and must neither stay nor be replaced
   */
  private boolean isThere(Identifier name, String kind, boolean orReplace, boolean ifNotExists) {
    SchemaStatements.expect(session.catalog(), name);
    Optional<CatalogObject> found = session.catalog().find(name.text());
    if (found.isEmpty()) {
      return false;
    }
    String foundKind = SessionCatalog.kindOf(found.get());
    if (ifNotExists) {
      return true;
    }
    if (!orReplace) {
      throw error(ErrorCode.OBJECT_EXISTS, foundKind, found.get().name())
          .at(name.position())
          .hint(
              foundKind.equals(kind)
                  ? "write CREATE OR REPLACE "
                      + upper(kind)
                      + ", or CREATE "
                      + upper(kind)
                      + " IF NOT EXISTS"
                  : "choose another name, or remove it:  DROP "
                      + upper(foundKind)
                      + " "
                      + found.get().name())
          .build();
    }
    if (!foundKind.equals(kind)) {
      throw error(ErrorCode.OBJECT_WRONG_KIND, found.get().name(), foundKind, kind)
          .at(name.position())
          .hint("drop it first:  DROP " + upper(foundKind) + " " + found.get().name())
          .build();
    }
    checkNoQueryUses(found.get(), name, List.of(found.get()));
    checkNotKept(found.get(), name);
    return false;
  }

  private static boolean isNamed(QueryEntry entry, List<CatalogObject> objects) {
    return objects.stream()
        .anyMatch(object -> object.name().equalsIgnoreCase(entry.query().name()));
  }

  /** What materialized views follow cannot become something else under them. */
  private void checkNotKept(CatalogObject object, Identifier name) {
    if (new Dependents(session).of(object).stream().anyMatch(MaterializedView.class::isInstance)) {
      checkNoViewUses(object, name);
    }
  }

  public StatementResult drop(Statement.Drop statement) {
    List<String> done = new ArrayList<>();
    for (Identifier name : statement.names()) {
      done.addAll(drop(statement, name));
    }
    return done(String.join("\n", done));
  }

  private List<String> drop(Statement.Drop statement, Identifier name) {
    String kind = lower(statement.kind().toString());
    Optional<CatalogObject> found = session.catalog().find(name.text());
    if (found.isEmpty() && statement.ifExists()) {
      return List.of("DROP " + statement.kind() + " " + name.text() + ": there is none");
    }
    CatalogObject object = session.catalog().get(kind, name);
    String foundKind = SessionCatalog.kindOf(object);
    if (!foundKind.equals(kind)) {
      throw error(ErrorCode.OBJECT_WRONG_KIND, object.name(), foundKind, kind)
          .at(name.position())
          .hint("DROP " + upper(foundKind) + " " + object.name())
          .build();
    }
    List<CatalogObject> going = new ArrayList<>();
    if (statement.cascade()) {
      collectUsers(object, going);
    } else {
      checkNoViewUses(object, name);
    }
    going.add(object);
    for (CatalogObject gone : going) {
      checkNoQueryUses(gone, name, going);
    }
    List<String> done = new ArrayList<>();
    for (CatalogObject gone : going) {
      views.forget(gone);
      session.catalog().remove(gone.name());
      done.add("DROP " + upper(SessionCatalog.kindOf(gone)) + " " + gone.name());
    }
    return done;
  }

  /** What reads an object, directly or not, each behind all that read it. */
  private void collectUsers(CatalogObject object, List<CatalogObject> users) {
    for (CatalogObject user : new Dependents(session).of(object)) {
      if (!users.contains(user)) {
        collectUsers(user, users);
        users.add(user);
      }
    }
  }

  /** Makes sure that nothing reads or writes an object. */
  public void checkUnused(CatalogObject object, Identifier name) {
    checkNoQueryUses(object, name, List.of(object));
    checkNoViewUses(object, name);
  }

  /** As for DROP, of an object that a program names. */
  public void checkNoQueryUses(CatalogObject object) {
    checkNoQueryUses(object, new Identifier(object.name(), Definition.NOWHERE), List.of(object));
  }

  /**
   * @param going whose own queries go with them
   */
  private void checkNoQueryUses(CatalogObject object, Identifier name, List<CatalogObject> going) {
    session
        .queries()
        .users(object.name())
        .filter(entry -> !entry.request().keeps() || !isNamed(entry, going))
        .findFirst()
        .ifPresent(
            entry -> {
              throw error(
                      ErrorCode.OBJECT_IN_USE,
                      SessionCatalog.kindOf(object),
                      object.name(),
                      "query " + entry.query().name() + " is running")
                  .at(name.position())
                  .hint("stop it first:  STOP QUERY " + entry.query().name())
                  .build();
            });
  }

  private void checkNoViewUses(CatalogObject object, Identifier name) {
    List<CatalogObject> users = new Dependents(session).of(object);
    if (users.isEmpty()) {
      return;
    }
    CatalogObject first = users.get(0);
    String reading =
        users.size() == 1
            ? SessionCatalog.kindOf(first) + " " + first.name() + " reads it"
            : users.stream()
                    .map(user -> SessionCatalog.kindOf(user) + " " + user.name())
                    .collect(Collectors.joining(", "))
                + " read it";
    throw error(ErrorCode.OBJECT_IN_USE, SessionCatalog.kindOf(object), object.name(), reading)
        .at(name.position())
        .hint(
            users.size() == 1
                ? "drop the view first:  DROP "
                    + upper(SessionCatalog.kindOf(first))
                    + " "
                    + first.name()
                : "drop the views first, or all together:  DROP … CASCADE")
        .build();
  }

  /** The request to plan the query of a view. */
  public static PlanRequest viewRequest(SessionContext session, View view) {
    return new PlanRequest(
        view.query(),
        view.script(),
        Optional.empty(),
        QueryClauses.NONE,
        session.plannerSettings(),
        view.leaves());
  }

  private static StatementResult exists(String kind, Identifier name) {
    return done("CREATE " + upper(kind) + " " + name.text() + ": it exists already");
  }

  private static StatementResult done(String message) {
    return new StatementResult.Done(message, OptionalLong.empty());
  }

  private static String lower(Enum<?> kind) {
    return lower(kind.name());
  }

  private static String lower(String kind) {
    return kind.toLowerCase(Locale.ROOT);
  }

  private static String upper(String kind) {
    return kind.toUpperCase(Locale.ROOT);
  }
}
