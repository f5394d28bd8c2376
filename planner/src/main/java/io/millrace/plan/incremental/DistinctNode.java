package io.millrace.plan.incremental;

import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.bound.BoundRules;
import io.millrace.plan.incremental.bound.Traits;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Each distinct row once.
 *
 * @param keepsAll whether nothing is ever evicted nor late, as in COMPLETE mode
 */
public record DistinctNode(PlanNode input, boolean keepsAll, Traits traits) implements PlanNode {

  public static DistinctNode of(PlanNode input, boolean keepsAll) {
    return new DistinctNode(input, keepsAll, BoundRules.distinct(input.traits(), Emission.CHANGES));
  }

  /** When a row can no longer occur again; empty if never. */
  public Optional<Horizon> horizon() {
    if (keepsAll) {
      return Optional.empty();
    }
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < output().size(); i++) {
      all.add(i);
    }
    return BoundRules.horizon(input.traits(), all);
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
    return of(newInputs.get(0), keepsAll);
  }

  @Override
  public String kindName() {
    return "distinct";
  }

  @Override
  public String parameters() {
    return "";
  }
}
