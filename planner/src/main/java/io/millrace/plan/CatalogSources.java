package io.millrace.plan;

import io.millrace.api.connector.Connectors;
import io.millrace.plan.catalog.Catalog;
import io.millrace.plan.catalog.FluentQuery;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.fluent.Sources;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.Statement.CreateRelation;
import java.util.List;
import java.util.Optional;

/** What the catalog and the connectors tell the writer of queries. */
record CatalogSources(
    Planner planner, Catalog catalog, Connectors connectors, PlannerSettings settings)
    implements Sources {
  private static final String FILE = "file";

  @Override
  public List<String> columnsOf(String table) {
    return catalog.find(table).isEmpty() ? List.of() : planner.columnsOf(table, settings);
  }

  @Override
  public List<String> columnsOf(FluentQuery query) {
    PlanRequest request =
        new PlanRequest(
            query.text(),
            query.script(),
            Optional.empty(),
            QueryClauses.NONE,
            settings,
            query.leaves());
    return query.run(() -> planner.names(request));
  }

  @Override
  public Relation declare(CreateRelation statement) {
    return planner.declareAnonymous(statement, settings);
  }

  @Override
  public boolean isConnector(String name) {
    return connectors.find(name).isPresent();
  }

  @Override
  public boolean isFileFormat(String name) {
    return connectors.find(FILE).filter(file -> file.formats().contains(name)).isPresent();
  }
}
