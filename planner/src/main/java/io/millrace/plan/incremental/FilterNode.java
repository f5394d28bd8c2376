package io.millrace.plan.incremental;

import io.millrace.api.types.Schema;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.ExpressionText;
import io.millrace.plan.incremental.bound.BoundRules;
import io.millrace.plan.incremental.bound.Traits;
import java.util.List;

/** Keeps the rows for which the condition is true. Linear. */
public record FilterNode(PlanNode input, Expression condition, Traits traits) implements PlanNode {

  public static FilterNode of(PlanNode input, Expression condition) {
    return new FilterNode(input, condition, BoundRules.filter(input.traits(), condition));
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
    return of(newInputs.get(0), condition);
  }

  @Override
  public String kindName() {
    return "filter";
  }

  @Override
  public String parameters() {
    return ExpressionText.digest(condition);
  }
}
