package io.millrace.plan.incremental;

import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.bound.BoundRules;
import io.millrace.plan.incremental.bound.Traits;
import java.util.List;

/** The first rows in the order of arrival. */
public record LimitNode(PlanNode input, long offset, long count) implements PlanNode {

  @Override
  public Traits traits() {
    return BoundRules.limit(input.traits());
  }

  @Override
  public Schema output() {
    return input.output();
  }

  @Override
  public List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public PlanNode withInputs(List<PlanNode> newInputs) {
    return new LimitNode(newInputs.get(0), offset, count);
  }

  @Override
  public String kindName() {
    return "limit";
  }

  @Override
  public String parameters() {
    return offset + " " + count;
  }
}
