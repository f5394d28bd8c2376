package io.millrace.plan.incremental;

import io.millrace.api.types.Schema;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.ExpressionText;
import io.millrace.plan.incremental.bound.Traits;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Constant rows. */
public record ValuesNode(List<List<Expression.Literal>> rows, Schema output) implements PlanNode {
  public ValuesNode {
    rows = rows.stream().map(List::copyOf).toList();
  }

  @Override
  public Traits traits() {
    return Traits.plain(true, output.size(), Optional.empty());
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
    return "values";
  }

  @Override
  public String parameters() {
    return rows.stream()
        .map(row -> row.stream().map(ExpressionText::digest).collect(Collectors.joining(",")))
        .collect(Collectors.joining(";"));
  }
}
