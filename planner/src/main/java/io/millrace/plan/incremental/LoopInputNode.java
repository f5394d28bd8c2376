package io.millrace.plan.incremental;

import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.bound.Traits;
import java.util.List;

/**
 * What the step of a {@link RecursionNode} reads: the rows that were new in the round before, or an
 * input of the recursion.
 *
 * @param index the input; {@link #ROUND} for the rows of the round before
 */
public record LoopInputNode(int index, Schema output, Traits traits) implements PlanNode {
  /** The rows that were new in the round before. */
  public static final int ROUND = 0;

  /** Whether it, or something below, reads the rows of the round before. */
  public static boolean isRead(PlanNode node) {
    return node instanceof LoopInputNode input && input.index() == ROUND
        || node.inputs().stream().anyMatch(LoopInputNode::isRead);
  }

  @Override
  public List<PlanNode> inputs() {
    return List.of();
  }

  @Override
  public PlanNode withInputs(List<PlanNode> newInputs) {
    return this;
  }

  @Override
  public String kindName() {
    return "round";
  }

  @Override
  public String parameters() {
    return index + " " + output.fields().stream().map(field -> field.type().sql()).toList();
  }
}
