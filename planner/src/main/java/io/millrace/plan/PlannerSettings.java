package io.millrace.plan;

import static java.util.Objects.requireNonNull;

import io.millrace.plan.physical.PlanRules;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * What beside its text decides how a query is planned.
 *
 * @param zone the zone of TIMESTAMP_LTZ as text and of CURRENT_DATE
 * @param rules by which its plan is improved
 */
public record PlannerSettings(ZoneId zone, PlanRules rules) {

  /** UTC, as every session begins. */
  public static final PlannerSettings DEFAULT = new PlannerSettings(ZoneOffset.UTC);

  public PlannerSettings {
    requireNonNull(zone, "zone is null");
    requireNonNull(rules, "rules is null");
  }

  /** Those of a query that begins now. */
  public PlannerSettings(ZoneId zone) {
    this(zone, PlanRules.NEWEST);
  }

  /** The same zone with other rules. */
  public PlannerSettings with(PlanRules others) {
    return new PlannerSettings(zone, others);
  }
}
