package io.millrace.plan.incremental;

import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.bound.BoundRules;
import io.millrace.plan.incremental.bound.Traits;
import io.millrace.plan.physical.Ordering;
import java.util.List;

/** Bounded input, sorted and cut, given at its end. */
public record SortNode(PlanNode input, Ordering ordering) implements PlanNode {

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
    return new SortNode(newInputs.get(0), ordering);
  }

  @Override
  public String kindName() {
    return "sort";
  }

  @Override
  public String parameters() {
    return ordering.toString();
  }
}
