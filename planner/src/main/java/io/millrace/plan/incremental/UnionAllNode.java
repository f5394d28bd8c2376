package io.millrace.plan.incremental;

import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.bound.BoundRules;
import io.millrace.plan.incremental.bound.Traits;
import java.util.List;

/** All rows of all inputs. Linear. */
public record UnionAllNode(List<PlanNode> inputs, Schema output, Traits traits)
    implements PlanNode {
  public UnionAllNode {
    inputs = List.copyOf(inputs);
  }

  public static UnionAllNode of(List<PlanNode> inputs, Schema output) {
    return new UnionAllNode(
        inputs, output, BoundRules.union(inputs.stream().map(PlanNode::traits).toList()));
  }

  @Override
  public PlanNode withInputs(List<PlanNode> newInputs) {
    return of(newInputs, output);
  }

  @Override
  public String kindName() {
    return "union";
  }

  @Override
  public String parameters() {
    return "all";
  }
}
