package io.millrace.plan.incremental.pass;

import io.millrace.plan.catalog.Relation;
import io.millrace.plan.expression.Expression;
import java.time.ZoneId;
import java.util.List;
import org.apache.calcite.rex.RexBuilder;

/**
 * What every conversion needs.
 *
 * @param zone the session's
 * @param computedColumns gives the expressions of a relation's computed columns
 */
public record ConversionContext(
    RexBuilder rexBuilder, ZoneId zone, ComputedColumns computedColumns) {

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
