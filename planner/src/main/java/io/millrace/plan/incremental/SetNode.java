package io.millrace.plan.incremental;

import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.bound.BoundRules;
import io.millrace.plan.incremental.bound.Traits;
import io.millrace.plan.physical.SetOperation;
import java.util.List;

/**
 * INTERSECT or EXCEPT of two inputs with equal columns.
 *
 * @param atEnd whether rows are given once, at the end of bounded input
 */
public record SetNode(
    PlanNode left,
    PlanNode right,
    SetOperation operation,
    boolean atEnd,
    Schema output,
    Traits traits)
    implements PlanNode {

  public static SetNode of(
      PlanNode left, PlanNode right, SetOperation operation, boolean atEnd, Schema output) {
    return new SetNode(
        left,
        right,
        operation,
        atEnd,
        output,
        BoundRules.set(left.traits(), right.traits(), operation, atEnd));
  }

  /** The same operation, giving its rows once, at the end of bounded input. */
  public SetNode withAtEnd() {
    return of(left, right, operation, true, output);
  }

  @Override
  public List<PlanNode> inputs() {
    return List.of(left, right);
  }

  @Override
  public PlanNode withInputs(List<PlanNode> newInputs) {
    return of(newInputs.get(0), newInputs.get(1), operation, atEnd, output);
  }

  @Override
  public String kindName() {
    return "set";
  }

  @Override
  public String parameters() {
    return operation.name();
  }
}
