package io.millrace.plan;

import static java.util.Objects.requireNonNull;

import io.millrace.api.connector.Connectors;
import io.millrace.api.error.SourceText;
import io.millrace.plan.catalog.Catalog;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.catalog.View;
import io.millrace.plan.physical.QueryPlan;
import io.millrace.sql.statement.Statement;
import io.millrace.sql.statement.Statement.PlanFormat;
import io.millrace.sql.statement.Statement.PlanStage;
import java.util.List;

/**
 * Plans queries and checks declarations. Every method throws {@link
 * io.millrace.api.error.MillraceException} for what the user can mend, with the position in the
 * script. Holds no state of its own; may be used by several threads if the catalog may.
 */
public final class Planner {
  private final Catalog catalog;
  private final Connectors connectors;

  public Planner(Catalog catalog, Connectors connectors) {
    this.catalog = requireNonNull(catalog, "catalog is null");
    this.connectors = requireNonNull(connectors, "connectors is null");
  }

  /** The plan of a query, with its mode chosen and checked. */
  public QueryPlan plan(PlanRequest request) {
    throw new UnsupportedOperationException();
  }

  /** The plan of a query as EXPLAIN prints it. */
  public String explain(PlanRequest request, PlanStage stage, PlanFormat format) {
    throw new UnsupportedOperationException();
  }

  /**
   * Checks a CREATE SOURCE, TABLE or SINK and gives what the catalog is to hold. Does not check
   * whether the name is taken, nor the connector's options. A TABLE without connector gets {@code
   * memory}; a relation without columns gets those that its connector always has.
   */
  public Relation declare(
      Statement.CreateRelation statement, SourceText script, PlannerSettings settings) {
    throw new UnsupportedOperationException();
  }

  /** Checks a CREATE VIEW: its query must be valid now. */
  public View declare(Statement.CreateView statement, SourceText script, PlannerSettings settings) {
    throw new UnsupportedOperationException();
  }

  /** The names of all functions that a query may call, sorted, as SHOW FUNCTIONS lists them. */
  public List<String> functions() {
    throw new UnsupportedOperationException();
  }
}
