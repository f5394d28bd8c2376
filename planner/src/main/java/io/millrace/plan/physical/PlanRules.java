package io.millrace.plan.physical;

import java.util.Optional;

/**
 * By which rules plans are improved. What an operator keeps depends on them, so a checkpoint knows
 * those that its query began with, and a later version plans the query by the same.
 */
public enum PlanRules {
  /**
   * Conditions go towards the sources, and sources give the columns that are read. Columns that
   * conditions or watermarks alone read stay among the rows that operators keep.
   */
  FIRST,
  /**
   * Operators keep the columns that are read behind them, and no others; conditions are known to be
   * safe in more cases and are told from others; no pairs of all rows where an order of joins does
   * without; equal parts of a plan run once; remainders are found in the wider of two types.
   */
  SECOND;

  /** Those of queries that begin now. */
  public static final PlanRules NEWEST = SECOND;

  /** Rules by name; empty for those of a later version. */
  public static Optional<PlanRules> of(String name) {
    for (PlanRules rules : values()) {
      if (rules.name().equals(name)) {
        return Optional.of(rules);
      }
    }
    return Optional.empty();
  }
}
