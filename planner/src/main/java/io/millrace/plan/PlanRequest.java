package io.millrace.plan;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.SourceText;
import io.millrace.plan.catalog.CatalogObject;
import io.millrace.plan.catalog.FluentQuery;
import io.millrace.plan.catalog.Relation;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryClauses;
import io.millrace.sql.statement.QueryText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A query to plan.
 *
 * @param query its text
 * @param script the script it stands in, for errors
 * @param target where INSERT writes; empty for a SELECT
 * @param clauses what stands behind the query
 * @param settings of the session
 * @param leaves what a program's table reads and the catalog does not have
 * @param keeps whether its result is kept, following all that it reads for ever, tables too
 * @param places tells errors that come while it runs their place in what the user wrote
 */
public record PlanRequest(
    QueryText query,
    SourceText script,
    Optional<Target> target,
    QueryClauses clauses,
    PlannerSettings settings,
    List<CatalogObject> leaves,
    boolean keeps,
    UnaryOperator<MillraceException> places) {

  public PlanRequest {
    requireNonNull(query, "query is null");
    requireNonNull(script, "script is null");
    requireNonNull(target, "target is null");
    requireNonNull(clauses, "clauses is null");
    requireNonNull(settings, "settings is null");
    leaves = List.copyOf(leaves);
    requireNonNull(places, "places is null");
  }

  /** A query whose result is only read. */
  public PlanRequest(
      QueryText query,
      SourceText script,
      Optional<Target> target,
      QueryClauses clauses,
      PlannerSettings settings,
      List<CatalogObject> leaves,
      UnaryOperator<MillraceException> places) {
    this(query, script, target, clauses, settings, leaves, false, places);
  }

  /** A query whose script the user wrote. */
  public PlanRequest(
      QueryText query,
      SourceText script,
      Optional<Target> target,
      QueryClauses clauses,
      PlannerSettings settings,
      List<CatalogObject> leaves) {
    this(query, script, target, clauses, settings, leaves, error -> error.in(script));
  }

  /** A query that reads nothing but the catalog. */
  public PlanRequest(
      QueryText query,
      SourceText script,
      Optional<Target> target,
      QueryClauses clauses,
      PlannerSettings settings) {
    this(query, script, target, clauses, settings, List.of());
  }

  /** The same query with other clauses and settings. */
  public PlanRequest with(QueryClauses newClauses, PlannerSettings newSettings) {
    return new PlanRequest(query, script, target, newClauses, newSettings, leaves, keeps, places);
  }

  /** The same query, its result kept. */
  public PlanRequest keeping() {
    return new PlanRequest(query, script, target, clauses, settings, leaves, true, places);
  }

  /** The same query with one leaf more. */
  PlanRequest with(CatalogObject leaf) {
    List<CatalogObject> more = new ArrayList<>(leaves);
    more.add(leaf);
    return new PlanRequest(query, script, target, clauses, settings, more, places);
  }

  /** The input of a step of this query, which is planned on its own. */
  PlanRequest inside(FluentQuery input) {
    return new PlanRequest(
        input.text(), input.script(), Optional.empty(), QueryClauses.NONE, settings, leaves);
  }

  /**
   * Where INSERT writes.
   *
   * @param relation the table or sink
   * @param position of its name in the script
   * @param columns the columns that the query fills, in its order; empty for all
   * @param byName whether the query's columns are matched by name
   * @param places of the query's columns in the script; empty if they are not known
   */
  public record Target(
      Relation relation,
      SourcePosition position,
      List<Identifier> columns,
      boolean byName,
      List<SourcePosition> places) {
    public Target {
      requireNonNull(relation, "relation is null");
      requireNonNull(position, "position is null");
      columns = List.copyOf(columns);
      places = List.copyOf(places);
    }

    public Target(
        Relation relation, SourcePosition position, List<Identifier> columns, boolean byName) {
      this(relation, position, columns, byName, List.of());
    }
  }
}
