/**
 * The planner's front door: from a statement to a plan the engine can run.
 *
 * <p>{@link io.millrace.plan.Planner} walks a query through the phases that live in the packages
 * below: {@code analyze} (text to validated tree), {@code logical} (relational plan), {@code
 * incremental} (plan over changes), {@code check} (modes and sinks), {@code physical} (operator
 * specs), {@code explain} (the plan as text). No package below imports this one.
 */
@NullMarked
package io.millrace.plan;

import org.jspecify.annotations.NullMarked;
