package io.millrace.plan.check;

import io.millrace.api.connector.SinkCapability;
import io.millrace.api.error.SourcePosition;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.physical.Ordering;
import io.millrace.sql.statement.QueryClauses;
import java.util.Optional;
import java.util.Set;

/**
 * A query whose mode is to be decided.
 *
 * @param root what it computes, every aggregate giving changes
 * @param ordering its outermost order and cut
 * @param visibleColumns how many columns are its result; the others are there to sort by
 * @param target where it goes; empty for a SELECT, whose reader takes every mode
 * @param clauses what the statement says
 * @param queryPosition where the query stands
 */
public record ModeRequest(
    PlanNode root,
    Optional<Ordering> ordering,
    int visibleColumns,
    Optional<Target> target,
    QueryClauses clauses,
    SourcePosition queryPosition) {

  /**
   * A sink as far as modes matter.
   *
   * @param ignoresDeletes whether its option {@code deletes} is {@code ignore}
   * @param keyed whether it declares a key, by which it tells rows apart itself
   */
  public record Target(
      String name, Set<SinkCapability> capabilities, boolean ignoresDeletes, boolean keyed) {
    public Target {
      capabilities = Set.copyOf(capabilities);
    }

    boolean can(SinkCapability capability) {
      return capabilities.contains(capability);
    }
  }

  /** Where to point: at the mode if it is named, else at the query. */
  SourcePosition place() {
    return clauses.mode().map(QueryClauses.Mode::position).orElse(queryPosition);
  }
}
