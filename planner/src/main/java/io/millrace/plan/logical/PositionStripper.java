package io.millrace.plan.logical;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/**
 * Takes the positions out of the plan of a view that was declared in another script than the one at
 * hand, where they would point at the wrong text.
 */
final class PositionStripper extends RexShuttle {
  private final RexBuilder builder;

  private PositionStripper(RexBuilder builder) {
    this.builder = builder;
  }

  static RelNode strip(RelNode plan) {
    PositionStripper stripper = new PositionStripper(plan.getCluster().getRexBuilder());
    return plan.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            return super.visit(other).accept(stripper);
          }
        });
  }

  @Override
  public RexNode visitCall(RexCall call) {
    RexNode visited = super.visitCall(call);
    if (visited instanceof RexCall same && same.getClass() == RexCall.class) {
      return builder.makeCall(same.getType(), same.getOperator(), same.getOperands());
    }
    return visited;
  }
}
