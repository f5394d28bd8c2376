package io.millrace.plan.incremental.pass;

import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Expression.Literal;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import java.util.List;

/**
 * Makes one projection of two, and drops those that change nothing.
 *
 * <p>Before: {@code Project[b + 1](Project[a AS b](x))}. After: {@code Project[a + 1](x)}. Not if
 * something costly would be computed twice.
 */
public final class ProjectMerge {
  private ProjectMerge() {}

  /** The improved plan. */
  public static PlanNode apply(PlanNode node) {
    PlanNode rebuilt = node.withInputs(node.inputs().stream().map(ProjectMerge::apply).toList());
    if (!(rebuilt instanceof ProjectNode project)) {
      return rebuilt;
    }
    if (project.isIdentity() && project.output().names().equals(project.input().output().names())) {
      return project.input();
    }
    if (project.input() instanceof ProjectNode inner && canMerge(inner, project.projections())) {
      List<Expression> merged =
          project.projections().stream()
              .map(
                  expression ->
                      Expressions.replaceColumns(
                          expression, column -> inner.projections().get(column)))
              .toList();
      return apply(ProjectNode.of(inner.input(), merged, project.output().names()));
    }
    return project;
  }

  /** Whether nothing but columns and constants would be computed more than once. */
  public static boolean canMerge(ProjectNode inner, List<Expression> users) {
    for (int i = 0; i < inner.projections().size(); i++) {
      Expression expression = inner.projections().get(i);
      if (expression instanceof ColumnReference || expression instanceof Literal) {
        continue;
      }
      int column = i;
      if (users.stream().mapToInt(user -> Expressions.uses(user, column)).sum() > 1) {
        return false;
      }
    }
    return true;
  }
}
