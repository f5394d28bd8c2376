package io.millrace.plan.incremental.pass;

import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Call;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.expression.Function;
import io.millrace.plan.incremental.JoinNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.physical.JoinKey;
import io.millrace.plan.physical.JoinType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Conditions on their way through a join: one that reads a side which is not padded with NULLs goes
 * into that side; an equality of the two sides of an inner join becomes a key of it.
 */
final class JoinFilters {
  private JoinFilters() {}

  /** The join with the condition in it or below it; empty if it has to stay behind it. */
  static Optional<PlanNode> into(JoinNode join, Expression condition) {
    int width = join.left().output().size();
    BitSet read = Expressions.columns(condition);
    if (read.isEmpty() || Expressions.canFail(condition)) {
      return Optional.empty();
    }
    boolean ofLeft = read.length() <= width;
    boolean ofRight = read.nextSetBit(0) >= width;
    if (ofLeft && !join.type().pads(0)) {
      return Optional.of(
          join.withInputs(
              List.of(
                  FilterPushDown.filtered(join.left(), overLeft(join, condition)), join.right())));
    }
    if (ofRight && !join.type().pads(1)) {
      return Optional.of(
          join.withInputs(
              List.of(
                  join.left(), FilterPushDown.filtered(join.right(), overRight(join, condition)))));
    }
    return join.type() == JoinType.INNER ? asKey(join, condition) : Optional.empty();
  }

  private static Optional<PlanNode> asKey(JoinNode join, Expression condition) {
    if (!(condition instanceof Call call)
        || (call.function() != Function.EQUAL && call.function() != Function.IS_NOT_DISTINCT_FROM)
        || !(call.arguments().get(0) instanceof ColumnReference first)
        || !(call.arguments().get(1) instanceof ColumnReference second)) {
      return Optional.empty();
    }
    int width = join.left().output().size();
    ColumnReference left = first.index() < width ? first : second;
    ColumnReference right = first.index() < width ? second : first;
    boolean sides = left.index() < width && right.index() >= width;
    if (!sides || !JoinConversion.sameKey(left.type(), right.type())) {
      return Optional.empty();
    }
    List<JoinKey> keys = new ArrayList<>(join.keys());
    keys.add(
        new JoinKey(
            left.index(), right.index() - width, call.function() == Function.IS_NOT_DISTINCT_FROM));
    return Optional.of(
        JoinNode.of(join.left(), join.right(), join.type(), keys, join.condition(), join.atEnd()));
  }

  private static Expression overLeft(JoinNode join, Expression condition) {
    return Expressions.replaceColumns(
        condition, column -> new ColumnReference(column, join.left().output().type(column)));
  }

  private static Expression overRight(JoinNode join, Expression condition) {
    int width = join.left().output().size();
    return Expressions.replaceColumns(
        condition,
        column -> new ColumnReference(column - width, join.right().output().type(column - width)));
  }
}
