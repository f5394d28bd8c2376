package io.millrace.plan.incremental;

import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.ExpressionText;
import io.millrace.plan.incremental.bound.BoundRules;
import io.millrace.plan.incremental.bound.Traits;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Computes each row anew. Linear. */
public record ProjectNode(
    PlanNode input, List<Expression> projections, Schema output, Traits traits)
    implements PlanNode {
  public ProjectNode {
    projections = List.copyOf(projections);
  }

  public static ProjectNode of(PlanNode input, List<Expression> projections, List<String> names) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < projections.size(); i++) {
      fields.add(new Field(names.get(i), projections.get(i).type()));
    }
    return new ProjectNode(
        input, projections, new Schema(fields), BoundRules.project(input.traits(), projections));
  }

  /** Columns of the input as they are. */
  public static ProjectNode columns(PlanNode input, List<Integer> columns) {
    List<Expression> projections = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int column : columns) {
      projections.add(new Expression.ColumnReference(column, input.output().type(column)));
      names.add(input.output().name(column));
    }
    return of(input, projections, names);
  }

  /** Whether it gives its input's columns, all and in order. */
  public boolean isIdentity() {
    if (projections.size() != input.output().size()) {
      return false;
    }
    for (int i = 0; i < projections.size(); i++) {
      if (!(projections.get(i) instanceof Expression.ColumnReference column)
          || column.index() != i) {
        return false;
      }
    }
    return true;
  }

  @Override
  public List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public PlanNode withInputs(List<PlanNode> newInputs) {
    return of(newInputs.get(0), projections, output.names());
  }

  @Override
  public String kindName() {
    return "project";
  }

  @Override
  public String parameters() {
    return projections.stream().map(ExpressionText::digest).collect(Collectors.joining(","));
  }
}
