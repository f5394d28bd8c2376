package io.millrace.plan.check;

import io.millrace.api.connector.OutputMode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.physical.Ordering;
import java.util.Optional;

/**
 * A query with its mode.
 *
 * @param root the plan for that mode
 * @param reason why the mode was chosen; empty if the statement names it
 * @param ordering what of the order is left to whoever takes the result
 */
public record ModeChoice(
    PlanNode root, OutputMode mode, String reason, Optional<Ordering> ordering) {}
