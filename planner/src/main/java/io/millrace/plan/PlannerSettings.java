package io.millrace.plan;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The settings of a session that change how a query is planned.
 *
 * @param zone the zone of TIMESTAMP_LTZ as text and of CURRENT_DATE
 */
public record PlannerSettings(ZoneId zone) {

  /** UTC, as every session begins. */
  public static final PlannerSettings DEFAULT = new PlannerSettings(ZoneOffset.UTC);

  public PlannerSettings {
    requireNonNull(zone, "zone is null");
  }
}
