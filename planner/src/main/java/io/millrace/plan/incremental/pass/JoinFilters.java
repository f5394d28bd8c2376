package io.millrace.plan.incremental.pass;

import io.millrace.api.types.DataType;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Call;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.expression.Function;
import io.millrace.plan.incremental.FilterNode;
import io.millrace.plan.incremental.JoinNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.physical.JoinKey;
import io.millrace.plan.physical.JoinType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Conditions on their way through a join: one that reads a side which is not padded with NULLs goes
 * into that side; an equality of the two sides of an inner join becomes a key of it.
 */
final class JoinFilters {
  private final FilterPushDown pushDown;

  JoinFilters(FilterPushDown pushDown) {
    this.pushDown = pushDown;
  }

  /** The join with the condition in it or below it; empty if it has to stay behind it. */
  Optional<PlanNode> into(JoinNode join, Expression condition) {
    int width = join.left().output().size();
    BitSet read = Expressions.columns(condition);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    if (pushDown.canFail(condition)) {
      return asComputedKey(join, condition);
    }
    boolean ofLeft = read.length() <= width;
    boolean ofRight = read.nextSetBit(0) >= width;
    if (ofLeft && !join.type().pads(0)) {
      PlanNode right = join.right();
      if (matchesAlone(join.type(), 0)) {
        right =
            ofOther(join, 0, condition).map(c -> pushDown.filtered(join.right(), c)).orElse(right);
      }
      return Optional.of(
          join.withInputs(
              List.of(pushDown.filtered(join.left(), overLeft(join, condition)), right)));
    }
    if (ofRight && !join.type().pads(1)) {
      PlanNode left = join.left();
      if (matchesAlone(join.type(), 1)) {
        left = ofOther(join, 1, condition).map(c -> pushDown.filtered(join.left(), c)).orElse(left);
      }
      return Optional.of(
          join.withInputs(
              List.of(left, pushDown.filtered(join.right(), overRight(join, condition)))));
    }
    return join.type() == JoinType.INNER
        ? asKey(join, condition).or(() -> asComputedKey(join, condition))
        : Optional.empty();
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

  /**
   * {@code a.x = b.y + 1} as a key. An expression that can fail is computed for each row then, not
   * for each pair with a row of the other input: the same unless there are other keys.
   */
  private Optional<PlanNode> asComputedKey(JoinNode join, Expression condition) {
    if (pushDown.isFirst()
        || join.type() != JoinType.INNER
        || !(condition instanceof Call call)
        || call.function() != Function.EQUAL
        || !Expressions.isDeterministic(condition)
        || pushDown.canFail(condition) && !join.keys().isEmpty()) {
      return Optional.empty();
    }
    int width = join.left().output().size();
    Expression first = call.arguments().get(0);
    Expression second = call.arguments().get(1);
    boolean straight = isOf(first, 0, width) && isOf(second, width, Integer.MAX_VALUE);
    boolean crossed = isOf(second, 0, width) && isOf(first, width, Integer.MAX_VALUE);
    if (!straight && !crossed || !JoinConversion.sameKey(first.type(), second.type())) {
      return Optional.empty();
    }
    Expression ofLeft = overLeft(join, straight ? first : second);
    Expression ofRight = overRight(join, straight ? second : first);
    List<Integer> leftKey = new ArrayList<>();
    List<Integer> rightKey = new ArrayList<>();
    PlanNode left = JoinConversion.withKeys(join.left(), List.of(ofLeft), leftKey);
    PlanNode right = JoinConversion.withKeys(join.right(), List.of(ofRight), rightKey);
    List<JoinKey> keys = new ArrayList<>(join.keys());
    keys.add(new JoinKey(leftKey.get(0), rightKey.get(0), false));
    PlanNode joined = JoinNode.of(left, right, join.type(), keys, join.condition(), join.atEnd());
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      columns.add(i);
    }
    for (int i = 0; i < join.right().output().size(); i++) {
      columns.add(left.output().size() + i);
    }
    return Optional.of(ProjectNode.columns(joined, columns));
  }

  /** Whether an expression reads columns, all within a range. */
  private static boolean isOf(Expression expression, int from, int to) {
    BitSet read = Expressions.columns(expression);
    return !read.isEmpty() && read.nextSetBit(0) >= from && read.length() <= to;
  }

  /** Whether rows of the other input do nothing but match those of an input. */
  private boolean matchesAlone(JoinType type, int side) {
    return !pushDown.isFirst() && !type.pads(side) && (type == JoinType.INNER || type.keeps(side));
  }

  /**
   * What a condition on the keys of one input says of the other: with {@code a.k = b.k} and {@code
   * a.k = 3}, {@code b.k = 3}. Empty if it reads more than keys.
   */
  private static Optional<Expression> ofOther(JoinNode join, int side, Expression condition) {
    int width = join.left().output().size();
    Map<Integer, ColumnReference> others = new HashMap<>();
    for (JoinKey key : join.keys()) {
      DataType left = join.left().output().type(key.left());
      DataType right = join.right().output().type(key.right());
      if (left.withNullable(true).equals(right.withNullable(true))) {
        if (side == 0) {
          others.put(key.left(), new ColumnReference(key.right(), right));
        } else {
          others.put(width + key.right(), new ColumnReference(key.left(), left));
        }
      }
    }
    return Expressions.columns(condition).stream().allMatch(others::containsKey)
        ? Optional.of(Expressions.replaceColumns(condition, others::get))
        : Optional.empty();
  }

  /**
   * The plan with what a condition that stays behind it says of each input of a join alone: {@code
   * a.x = 1 AND b.y = 2 OR a.x = 3 AND b.y = 4} asks {@code a.x = 1 OR a.x = 3} of a.
   */
  PlanNode implied(PlanNode node, Expression condition) {
    if (node instanceof FilterNode filter) {
      return node.withInputs(List.of(implied(filter.input(), condition)));
    }
    if (node instanceof ProjectNode project) {
      return OuterJoins.below(project, condition)
          .map(inner -> node.withInputs(List.of(implied(project.input(), inner))))
          .orElse(node);
    }
    if (!(node instanceof JoinNode join)) {
      return node;
    }
    int width = join.left().output().size();
    PlanNode left = join.left();
    PlanNode right = join.right();
    if (!join.type().pads(0)) {
      left =
          Conditions.of(condition, columns -> columns.length() <= width)
              .map(found -> asked(join.left(), overLeft(join, found)))
              .orElse(left);
    }
    if (!join.type().pads(1) && join.type().givesBoth()) {
      right =
          Conditions.of(condition, columns -> columns.nextSetBit(0) >= width)
              .map(found -> asked(join.right(), overRight(join, found)))
              .orElse(right);
    }
    return left == join.left() && right == join.right()
        ? join
        : join.withInputs(List.of(left, right));
  }

  /** The condition somewhere below a node, or what it says of what is below. */
  private PlanNode asked(PlanNode node, Expression condition) {
    Optional<PlanNode> pushed = pushDown.into(node, condition);
    if (pushed.isPresent()) {
      return pushed.get();
    }
    PlanNode at = node;
    while (at instanceof FilterNode || at instanceof ProjectNode) {
      at = at.inputs().get(0);
    }
    return at instanceof JoinNode ? implied(node, condition) : pushDown.filtered(node, condition);
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
