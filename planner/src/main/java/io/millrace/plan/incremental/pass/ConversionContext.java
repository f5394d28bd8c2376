package io.millrace.plan.incremental.pass;

import io.millrace.plan.catalog.Derived;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.physical.PlanRules;
import io.millrace.plan.physical.RecursionLimits;
import java.time.ZoneId;
import java.util.List;
import org.apache.calcite.rex.RexBuilder;

/**
 * What every conversion needs.
 *
 * @param zone the session's
 * @param computedColumns gives the expressions of a relation's computed columns
 * @param steps plans what is a leaf for Calcite
 * @param recursionLimits when a recursion counts as endless
 * @param rules by which plans are improved
 */
public record ConversionContext(
    RexBuilder rexBuilder,
    ZoneId zone,
    ComputedColumns computedColumns,
    Steps steps,
    RecursionLimits recursionLimits,
    PlanRules rules) {

  /** Plans steps that SQL has no words for. */
  @FunctionalInterface
  public interface Steps {
    /** The step over its input. */
    PlanNode of(Derived derived);
  }

  /** Plans the computed columns of a relation. */
  @FunctionalInterface
  public interface ComputedColumns {
    /**
     * The expressions of its computed columns, in order, over its physical columns alone (numbered
     * without the computed ones).
     */
    List<Expression> of(Relation relation);
  }
}
