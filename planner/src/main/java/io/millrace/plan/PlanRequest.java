package io.millrace.plan;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.SourceText;
import io.millrace.plan.catalog.Relation;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.QueryText;
import java.util.List;
import java.util.Optional;

/**
 * A query to plan.
 *
 * @param query its text
 * @param script the script it stands in, for errors
 * @param target where INSERT writes; empty for a SELECT
 * @param clauses what stands behind the query
 * @param settings of the session
 */
public record PlanRequest(
    QueryText query,
    SourceText script,
    Optional<Target> target,
    QueryClauses clauses,
    PlannerSettings settings) {

  public PlanRequest {
    requireNonNull(query, "query is null");
    requireNonNull(script, "script is null");
    requireNonNull(target, "target is null");
    requireNonNull(clauses, "clauses is null");
    requireNonNull(settings, "settings is null");
  }

  /** The same query with other clauses and settings. */
  public PlanRequest with(QueryClauses newClauses, PlannerSettings newSettings) {
    return new PlanRequest(query, script, target, newClauses, newSettings);
  }

  /**
   * Where INSERT writes.
   *
   * @param relation the table or sink
   * @param position of its name in the script
   * @param columns the columns that the query fills, in its order; empty for all
   * @param byName whether the query's columns are matched by name
   */
  public record Target(
      Relation relation, SourcePosition position, List<Identifier> columns, boolean byName) {
    public Target {
      requireNonNull(relation, "relation is null");
      requireNonNull(position, "position is null");
      columns = List.copyOf(columns);
    }
  }
}
