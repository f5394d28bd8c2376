package io.millrace.plan.incremental.pass;

import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.incremental.FilterNode;
import io.millrace.plan.incremental.JoinNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.physical.JoinType;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Outer joins whose rows without a match no condition behind them lets pass.
 *
 * <p>Before: {@code Filter[b.x > 1](Join[left](a, b))}. After: {@code Filter[b.x >
 * 1](Join[inner](a, b))}.
 */
final class OuterJoins {
  private OuterJoins() {}

  /** The node for one behind which only rows remain that meet the condition. */
  static PlanNode narrowed(PlanNode node, Expression condition) {
    if (node instanceof FilterNode filter) {
      return with(node, filter.input(), narrowed(filter.input(), condition));
    }
    if (node instanceof ProjectNode project) {
      return below(project, condition)
          .map(inner -> with(node, project.input(), narrowed(project.input(), inner)))
          .orElse(node);
    }
    if (!(node instanceof JoinNode join)) {
      return node;
    }
    int width = join.left().output().size();
    boolean noLeft =
        join.type().pads(0) && Conditions.rejectsNulls(condition, column -> column < width);
    boolean noRight =
        join.type().pads(1) && Conditions.rejectsNulls(condition, column -> column >= width);
    JoinType type = without(join.type(), noLeft, noRight);
    return type == join.type() ? join : as(join, type);
  }

  private static PlanNode with(PlanNode node, PlanNode input, PlanNode narrowed) {
    return narrowed == input ? node : node.withInputs(List.of(narrowed));
  }

  /** The condition over the input of a projection; empty if it is more than columns. */
  static Optional<Expression> below(ProjectNode project, Expression condition) {
    BitSet read = Expressions.columns(condition);
    return read.stream()
            .allMatch(column -> project.projections().get(column) instanceof ColumnReference)
        ? Optional.of(
            Expressions.replaceColumns(condition, column -> project.projections().get(column)))
        : Optional.empty();
  }

  private static JoinType without(JoinType type, boolean noLeft, boolean noRight) {
    return switch (type) {
      case LEFT -> noRight ? JoinType.INNER : type;
      case RIGHT -> noLeft ? JoinType.INNER : type;
      case FULL ->
          noLeft && noRight
              ? JoinType.INNER
              : noLeft ? JoinType.LEFT : noRight ? JoinType.RIGHT : type;
      case INNER, SEMI, ANTI -> type;
    };
  }

  private static PlanNode as(JoinNode join, JoinType type) {
    if (type != JoinType.INNER) {
      return JoinNode.of(
          join.left(), join.right(), type, join.keys(), join.condition(), join.atEnd());
    }
    JoinNode inner =
        JoinNode.of(join.left(), join.right(), type, join.keys(), Optional.empty(), join.atEnd());
    return join.condition().<PlanNode>map(found -> FilterNode.of(inner, found)).orElse(inner);
  }
}
