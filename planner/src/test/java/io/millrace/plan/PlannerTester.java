package io.millrace.plan;

import io.millrace.api.connector.Connectors;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourceText;
import io.millrace.plan.catalog.Catalog;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.physical.QueryPlan;
import io.millrace.sql.parse.StatementParser;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.Statement.PlanFormat;
import io.millrace.sql.statement.Statement.PlanStage;
import io.millrace.sql.text.ScriptReader;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** Plans scripts: declarations fill its catalog, the last statement is what is planned. */
final class PlannerTester implements Catalog {
  private final TreeMap<String, CatalogObject> objects = new TreeMap<>();
  private final Planner planner = new Planner(this, new Connectors(Optional.empty()));

  /** A tester that knows the declarations of a script. */
  static PlannerTester of(String declarations) {
    PlannerTester tester = new PlannerTester();
    tester.declare(declarations);
    return tester;
  }

  void declare(String script) {
    ScriptReader reader = new ScriptReader(script);
    SourceText source = new SourceText("", script);
    while (reader.hasNext()) {
      Statement statement = StatementParser.parse(reader.next());
      CatalogObject object;
      if (statement instanceof Statement.CreateRelation relation) {
        object = planner.declare(relation, source, PlannerSettings.DEFAULT);
      } else {
        object = planner.declare((Statement.CreateView) statement, source, PlannerSettings.DEFAULT);
      }
      objects.put(object.name().toLowerCase(Locale.ROOT), object);
    }
  }

  QueryPlan plan(String query) {
    return planner.plan(request(query));
  }

  String explain(String query, PlanStage stage) {
    return planner.explain(request(query), stage, PlanFormat.TEXT);
  }

  private PlanRequest request(String query) {
    Statement statement = StatementParser.parse(query);
    SourceText script = new SourceText("", query);
    if (statement instanceof Statement.Insert insert) {
      Relation target =
          (Relation)
              find(insert.target().text())
                  .orElseThrow(
                      () ->
                          MillraceException.error(ErrorCode.TABLE_NOT_FOUND, insert.target().text())
                              .build());
      return new PlanRequest(
          insert.query(),
          script,
          Optional.of(
              new PlanRequest.Target(
                  target, insert.target().position(), insert.columns(), insert.byName())),
          insert.clauses(),
          PlannerSettings.DEFAULT);
    }
    Statement.Select select = (Statement.Select) statement;
    return new PlanRequest(
        select.query(), script, Optional.empty(), select.clauses(), PlannerSettings.DEFAULT);
  }

  @Override
  public Optional<CatalogObject> find(String name) {
    return Optional.ofNullable(objects.get(name.toLowerCase(Locale.ROOT)));
  }

  @Override
  public Collection<CatalogObject> list() {
    return objects.values();
  }
}
