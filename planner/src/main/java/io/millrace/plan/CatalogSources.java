package io.millrace.plan;

import io.millrace.api.connector.Connector.SourceConnector;
import io.millrace.api.connector.Connectors;
import io.millrace.api.table.tree.Expr;
import io.millrace.api.table.tree.TableTree;
import io.millrace.api.types.Schema;
import io.millrace.plan.catalog.Catalog;
import io.millrace.plan.catalog.FluentQuery;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.UserFunction;
import io.millrace.plan.fluent.Sources;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.Statement.CreateRelation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
  public Optional<String> columnsOf(TableTree.Source source, String connector, String format) {
    return connectors
        .find(connector)
        .filter(SourceConnector.class::isInstance)
        .map(SourceConnector.class::cast)
        .flatMap(found -> found.defaultSchema(format, source.options()))
        .map(CatalogSources::declaration);
  }

  private static String declaration(Schema schema) {
    return schema.fields().stream()
        .map(
            field ->
                "`"
                    + field.name()
                    + "` "
                    + field.type().sql()
                    + (field.type().nullable() ? "" : " NOT NULL"))
        .collect(Collectors.joining(", "));
  }

  @Override
  public UserFunction function(String name, Expr.Unnamed function) {
    return catalog.make(name, function);
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
