package io.millrace.exec.session.definition;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.StatementResult;
import io.millrace.api.error.ErrorCode;
import io.millrace.exec.session.context.SessionCatalog;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.Relation;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.Schemas;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.Statement.CreateSchema;
import io.millrace.sql.statement.Statement.DropKind;
import io.millrace.sql.statement.Statement.DropSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** CREATE and DROP SCHEMA. */
public final class SchemaStatements {
  private final SessionContext session;
  private final DefinitionStatements definitions;

  public SchemaStatements(SessionContext session, DefinitionStatements definitions) {
    this.session = session;
    this.definitions = definitions;
  }

  public static boolean areOfSchemas(Statement statement) {
    return statement instanceof CreateSchema || statement instanceof DropSchema;
  }

  public StatementResult execute(Statement statement) {
    return statement instanceof CreateSchema create ? create(create) : drop((DropSchema) statement);
  }

  private StatementResult create(CreateSchema statement) {
    String name = statement.name().text();
    boolean there = Schemas.isDefault(name) || session.catalog().schemas().contains(name);
    if (there && !statement.ifNotExists()) {
      throw error(ErrorCode.OBJECT_EXISTS, "schema", name)
          .at(statement.name().position())
          .hint("write CREATE SCHEMA IF NOT EXISTS, or choose another name")
          .build();
    }
    if (!there) {
      session.catalog().schemas().add(name);
    }
    return done("CREATE SCHEMA " + name + (there ? ": it exists already" : ""));
  }

  private StatementResult drop(DropSchema statement) {
    List<String> done = new ArrayList<>();
    for (Identifier name : statement.names()) {
      done.add(drop(statement, name));
    }
    return done(String.join("\n", done));
  }

  private String drop(DropSchema statement, Identifier name) {
    if (!session.catalog().schemas().contains(name.text())) {
      if (statement.ifExists()) {
        return "DROP SCHEMA " + name.text() + ": there is none";
      }
      throw error(ErrorCode.TABLE_NOT_FOUND, "schema", name.text(), "")
          .at(name.position())
          .hint("write DROP SCHEMA IF EXISTS, if it need not be there")
          .build();
    }
    List<CatalogObject> inside = inside(name.text());
    if (!inside.isEmpty() && !statement.cascade()) {
      throw error(
              ErrorCode.OBJECT_IN_USE,
              "schema",
              name.text(),
              SessionCatalog.kindOf(inside.get(0)) + " " + inside.get(0).name() + " is in it")
          .at(name.position())
          .hint("drop all that is in it too:   DROP SCHEMA " + name.text() + " CASCADE")
          .build();
    }
    for (List<CatalogObject> left = inside; !left.isEmpty(); left = inside(name.text())) {
      CatalogObject next = left.get(0);
      definitions.drop(
          new Statement.Drop(
              statement.position(),
              kind(next),
              false,
              List.of(new Identifier(next.name(), name.position())),
              true,
              false));
    }
    session.catalog().schemas().remove(name.text());
    return "DROP SCHEMA " + name.text();
  }

  private static DropKind kind(CatalogObject object) {
    return object instanceof Relation relation
        ? DropKind.valueOf(relation.kind().name())
        : DropKind.valueOf(
            SessionCatalog.kindOf(object).toUpperCase(Locale.ROOT).replace(' ', '_'));
  }

  private List<CatalogObject> inside(String schema) {
    String prefix = Schemas.join(schema, "").toLowerCase(Locale.ROOT);
    return session.catalog().list().stream()
        .filter(object -> object.name().toLowerCase(Locale.ROOT).startsWith(prefix))
        .toList();
  }

  /**
   * Makes sure that the schema of a name is there.
   *
   * @throws io.millrace.api.error.MillraceException TABLE_NOT_FOUND
   */
  static void expect(SessionCatalog catalog, Identifier name) {
    Optional<String> schema =
        Optional.of(name.text().indexOf('.'))
            .filter(point -> point > 0)
            .map(point -> name.text().substring(0, point));
    boolean named = name.position().endColumn() - name.position().column() >= name.text().length();
    if (schema.isPresent() && !named && !catalog.schemas().contains(schema.get())) {
      throw error(ErrorCode.TABLE_NOT_FOUND, "schema", schema.get(), "")
          .at(name.position())
          .hint("create it first:   CREATE SCHEMA " + schema.get())
          .build();
    }
  }

  private static StatementResult done(String message) {
    return new StatementResult.Done(message, OptionalLong.empty());
  }
}
