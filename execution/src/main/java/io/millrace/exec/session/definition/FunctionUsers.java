package io.millrace.exec.session.definition;

import io.millrace.exec.session.context.QueryEntry;
import io.millrace.exec.session.context.SessionCatalog;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.plan.Planner;
import io.millrace.plan.Planner.Mentions;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.MaterializedView;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.UserFunction;
import io.millrace.plan.catalog.UserFunction.Macro;
import io.millrace.plan.catalog.UserFunction.TableMacro;
import io.millrace.plan.catalog.View;
import io.millrace.sql.statement.QueryText;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds out what would break if a function went. */
final class FunctionUsers {
  private final SessionContext session;
  private final String function;

  /** What is looked into already, so that each is looked into once. */
  private final Set<String> seen = new HashSet<>();

  private FunctionUsers(SessionContext session, String function) {
    this.session = session;
    this.function = function;
  }

  /**
   * Who uses a function.
   *
   * @param reason why it cannot go, in words
   * @param way how to let go of it
   */
  record User(String reason, String way) {}

  /** A running query that calls the function, itself or through views and other functions. */
  static Optional<User> running(SessionContext session, String function) {
    for (QueryEntry entry : session.queries().list()) {
      if (entry.query().isActive()
          && new FunctionUsers(session, function).queryCalls(entry.request().query())) {
        return Optional.of(
            new User(
                "query " + entry.query().name() + " is running",
                "stop it first:  STOP QUERY " + entry.query().name()));
      }
    }
    return Optional.empty();
  }

  /** What the catalog has that calls the function by name. */
  static Optional<User> declared(SessionContext session, String function) {
    FunctionUsers users = new FunctionUsers(session, function);
    for (UserFunction other : session.catalog().functions()) {
      if (other instanceof Macro macro && users.mentions(macro).functions().contains(function)) {
        return Optional.of(
            new User(
                "function " + other.name() + " calls it",
                "drop it first:  DROP FUNCTION " + other.name()));
      }
    }
    for (CatalogObject object : session.catalog().list()) {
      if (object instanceof View view
          && Planner.mentionsOfQuery(view.query()).functions().contains(function)) {
        return Optional.of(
            new User(
                "view " + view.name() + " calls it",
                "drop the view first:  DROP VIEW " + view.name()));
      }
      if (object instanceof MaterializedView view
          && Planner.mentionsOfQuery(view.query()).functions().contains(function)) {
        return Optional.of(
            new User(
                "materialized view " + view.name() + " calls it",
                "drop the view first:  DROP MATERIALIZED VIEW " + view.name()));
      }
      if (object instanceof Relation relation && users.relationCallsByName(relation)) {
        String kind = SessionCatalog.kindOf(relation);
        return Optional.of(
            new User(
                kind + " " + relation.name() + " computes a column with it",
                "drop it first:  DROP " + kind.toUpperCase(Locale.ROOT) + " " + relation.name()));
      }
    }
    return Optional.empty();
  }

  private Mentions mentions(Macro macro) {
    return macro instanceof TableMacro
        ? Planner.mentionsOfQuery(macro.body())
        : Planner.mentionsOfExpression(macro.body());
  }

  private boolean relationCallsByName(Relation relation) {
    return expressions(relation).stream()
        .anyMatch(text -> Planner.mentionsOfExpression(text).functions().contains(function));
  }

  private static Set<QueryText> expressions(Relation relation) {
    Set<QueryText> texts = new HashSet<>();
    for (Relation.Column column : relation.columns()) {
      if (column instanceof Relation.ComputedColumn computed) {
        texts.add(computed.expression());
      } else if (column instanceof Relation.PhysicalColumn physical) {
        physical.defaultValue().ifPresent(texts::add);
      }
    }
    return texts;
  }

  private boolean queryCalls(QueryText query) {
    return calls(Planner.mentionsOfQuery(query));
  }

  private boolean calls(Mentions mentions) {
    if (mentions.functions().contains(function)) {
      return true;
    }
    for (String name : mentions.functions()) {
      Optional<UserFunction> found = session.catalog().findFunction(name);
      if (found.isPresent()
          && found.get() instanceof Macro macro
          && seen.add("function " + name.toLowerCase(Locale.ROOT))
          && calls(mentions(macro))) {
        return true;
      }
    }
    for (String name : mentions.names()) {
      Optional<CatalogObject> found = session.catalog().find(name);
      if (found.isPresent()
          && seen.add("relation " + name.toLowerCase(Locale.ROOT))
          && objectCalls(found.get())) {
        return true;
      }
    }
    return false;
  }

  private boolean objectCalls(CatalogObject object) {
    if (object instanceof View view) {
      return queryCalls(view.query());
    }
    return object instanceof Relation relation
        && expressions(relation).stream()
            .anyMatch(text -> calls(Planner.mentionsOfExpression(text)));
  }
}
