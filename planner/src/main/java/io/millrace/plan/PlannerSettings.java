package io.millrace.plan;

import static java.util.Objects.requireNonNull;

import io.millrace.plan.physical.PlanRules;
import io.millrace.plan.physical.RecursionLimits;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * What beside its text decides how a query is planned.
 *
 * @param zone the zone of TIMESTAMP_LTZ as text and of CURRENT_DATE
 * @param recursionLimits when a recursion counts as endless
 * @param rules by which its plan is improved
 */
public record PlannerSettings(ZoneId zone, RecursionLimits recursionLimits, PlanRules rules) {

  /** UTC, as every session begins. */
  public static final PlannerSettings DEFAULT =
      new PlannerSettings(ZoneOffset.UTC, RecursionLimits.DEFAULT, PlanRules.NEWEST);

  public PlannerSettings {
    requireNonNull(zone, "zone is null");
    requireNonNull(recursionLimits, "recursionLimits is null");
    requireNonNull(rules, "rules is null");
  }

  /** Those of a query that begins now. */
  public PlannerSettings(ZoneId zone, RecursionLimits recursionLimits) {
    this(zone, recursionLimits, PlanRules.NEWEST);
  }

  /** The same with other rules. */
  public PlannerSettings with(PlanRules others) {
    return new PlannerSettings(zone, recursionLimits, others);
  }
}
