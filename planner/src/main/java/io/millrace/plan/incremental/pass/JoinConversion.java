package io.millrace.plan.incremental.pass;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.incremental.FilterNode;
import io.millrace.plan.incremental.JoinNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.physical.JoinKey;
import io.millrace.plan.physical.JoinType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * JOIN: of the condition, equalities between the two sides become keys. What reads one side alone
 * filters that side where that is the same; the rest is asked of each pair.
 */
final class JoinConversion {
  private final RelConverter converter;
  private final JoinType type;
  private final List<Expression> leftKeys = new ArrayList<>();
  private final List<Expression> rightKeys = new ArrayList<>();
  private final List<Boolean> nullSafe = new ArrayList<>();
  private final List<Expression> leftFilters = new ArrayList<>();
  private final List<Expression> rightFilters = new ArrayList<>();
  private final List<Expression> rest = new ArrayList<>();
  private PlanNode left;
  private PlanNode right;

  private JoinConversion(RelConverter converter, JoinType type, PlanNode left, PlanNode right) {
    this.converter = converter;
    this.type = type;
    this.left = left;
    this.right = right;
  }

  static PlanNode convert(RelConverter converter, Join join) {
    JoinConversion conversion =
        new JoinConversion(
            converter,
            type(join.getJoinType()),
            converter.convert(join.getLeft()),
            converter.convert(join.getRight()));
    for (RexNode conjunct : RelOptUtil.conjunctions(join.getCondition())) {
      conversion.take(conjunct);
    }
    return conversion.node(join.getRowType().getFieldNames());
  }

  private static JoinType type(JoinRelType type) {
    return switch (type) {
      case INNER -> JoinType.INNER;
      case LEFT -> JoinType.LEFT;
      case RIGHT -> JoinType.RIGHT;
      case FULL -> JoinType.FULL;
      case SEMI -> JoinType.SEMI;
      case ANTI -> JoinType.ANTI;
      default -> throw new IllegalStateException("unknown join " + type);
    };
  }

  private Schema pairs() {
    List<Field> fields = new ArrayList<>(left.output().fields());
    fields.addAll(right.output().fields());
    return new Schema(fields);
  }

  private Expression convert(RexNode node) {
    return new ExpressionConverter(
            converter.context(), pairs(), left.isStateful() || right.isStateful())
        .convert(node);
  }

  private void take(RexNode conjunct) {
    boolean equality = conjunct.getKind() == SqlKind.EQUALS;
    boolean safe = conjunct.getKind() == SqlKind.IS_NOT_DISTINCT_FROM;
    if ((equality || safe) && takeKey((RexCall) conjunct, safe)) {
      return;
    }
    Expression condition = convert(conjunct);
    if (!reads(condition, 1) && !type.keeps(0)) {
      leftFilters.add(condition);
    } else if (!reads(condition, 0) && !type.keeps(1)) {
      rightFilters.add(toRight(condition));
    } else {
      rest.add(condition);
    }
  }

  /** Takes an equality of one side with the other; false if it is none. */
  private boolean takeKey(RexCall call, boolean safe) {
    List<Expression> operands =
        Padding.without(call.getOperands().stream().map(this::convert).toList());
    Expression first = operands.get(0);
    Expression second = operands.get(1);
    boolean straight = !reads(first, 1) && reads(first, 0) && !reads(second, 0) && reads(second, 1);
    boolean crossed = !reads(first, 0) && reads(first, 1) && !reads(second, 1) && reads(second, 0);
    Optional<DataType> common = keyType(first.type(), second.type());
    if ((!straight && !crossed) || common.isEmpty()) {
      return false;
    }
    Expression ofLeft = straight ? first : second;
    Expression ofRight = straight ? second : first;
    NestedConversion.demandComparable(
        common.get(), "a join by a value", ExpressionConverter.position(call));
    leftKeys.add(key(ofLeft, common.get()));
    rightKeys.add(toRight(key(ofRight, common.get())));
    nullSafe.add(safe);
    return true;
  }

  private static Expression key(Expression value, DataType common) {
    return JsonConversion.comparable(Casts.to(value, common, Optional.empty()), Optional.empty());
  }

  /**
   * The type in which keys are equal if and only if they are equal as SQL compares them; empty if
   * there is none.
   */
  private static Optional<DataType> keyType(DataType first, DataType second) {
    TypeKind a = first.kind();
    TypeKind b = second.kind();
    if (a == TypeKind.CHAR || b == TypeKind.CHAR) {
      return a == b && first.precision() == second.precision()
          ? Optional.of(first)
          : Optional.empty();
    }
    if (a.isNumeric() && b.isNumeric() && a.isFloating() != b.isFloating()) {
      // A double does not hold every number of the other type.
      return Optional.empty();
    }
    Optional<DataType> common = CommonType.of(first, second);
    return common.filter(type -> holds(type, first) && holds(type, second));
  }

  /** Whether columns of these types can be compared as keys as they are. */
  static boolean sameKey(DataType first, DataType second) {
    Optional<DataType> common = keyType(first, second);
    return common.isPresent()
        && Casts.sameValues(first, common.get())
        && Casts.sameValues(second, common.get());
  }

  private static boolean holds(DataType type, DataType value) {
    if (type.kind() != TypeKind.DECIMAL) {
      return true;
    }
    DataType decimal = CommonType.asDecimal(value);
    return type.scale() >= decimal.scale()
        && type.precision() - type.scale() >= decimal.precision() - decimal.scale();
  }

  private boolean reads(Expression expression, int side) {
    int width = left.output().size();
    BitSet columns = Expressions.columns(expression);
    return side == 0
        ? columns.nextSetBit(0) >= 0 && columns.nextSetBit(0) < width
        : columns.nextSetBit(width) >= 0;
  }

  private Expression toRight(Expression expression) {
    int width = left.output().size();
    return Expressions.replaceColumns(
        expression,
        column -> new ColumnReference(column - width, right.output().type(column - width)));
  }

  private PlanNode node(List<String> names) {
    int leftWidth = left.output().size();
    int rightWidth = right.output().size();
    if (!leftFilters.isEmpty()) {
      left = FilterNode.of(left, FilterPushDown.conjunction(leftFilters));
    }
    if (!rightFilters.isEmpty()) {
      right = FilterNode.of(right, FilterPushDown.conjunction(rightFilters));
    }
    List<Integer> leftColumns = new ArrayList<>();
    List<Integer> rightColumns = new ArrayList<>();
    left = withKeys(left, leftKeys, leftColumns);
    right = withKeys(right, rightKeys, rightColumns);
    List<JoinKey> keys = new ArrayList<>();
    for (int i = 0; i < leftColumns.size(); i++) {
      keys.add(new JoinKey(leftColumns.get(i), rightColumns.get(i), nullSafe.get(i)));
    }
    int shift = left.output().size() - leftWidth;
    Optional<Expression> condition =
        rest.isEmpty()
            ? Optional.empty()
            : Optional.of(
                Expressions.replaceColumns(
                    FilterPushDown.conjunction(rest),
                    column -> reference(column < leftWidth ? column : column + shift)));
    boolean inner = type == JoinType.INNER;
    PlanNode join =
        JoinNode.of(left, right, type, keys, inner ? Optional.empty() : condition, false);
    if (inner && condition.isPresent()) {
      join = FilterNode.of(join, condition.get());
    }
    return select(join, leftWidth, rightWidth, names);
  }

  private Expression reference(int column) {
    int width = left.output().size();
    return new ColumnReference(
        column, column < width ? left.output().type(column) : right.output().type(column - width));
  }

  /** The columns of the two sides as they were before keys were added to them. */
  private PlanNode select(PlanNode join, int leftWidth, int rightWidth, List<String> names) {
    List<Expression> projections = new ArrayList<>();
    for (int i = 0; i < leftWidth; i++) {
      projections.add(new ColumnReference(i, join.output().type(i)));
    }
    for (int i = 0; i < rightWidth && type.givesBoth(); i++) {
      int at = left.output().size() + i;
      projections.add(new ColumnReference(at, join.output().type(at)));
    }
    ProjectNode project = ProjectNode.of(join, projections, names);
    return project.isIdentity() && names.equals(join.output().names()) ? join : project;
  }

  /** The node with the keys among its columns, computed behind them if they are not. */
  static PlanNode withKeys(PlanNode node, List<Expression> keys, List<Integer> columns) {
    List<Expression> projections = new ArrayList<>();
    List<String> names = new ArrayList<>(node.output().names());
    for (int i = 0; i < node.output().size(); i++) {
      projections.add(new ColumnReference(i, node.output().type(i)));
    }
    for (Expression key : keys) {
      int at = projections.indexOf(key);
      if (at < 0) {
        at = projections.size();
        projections.add(key);
        names.add("key" + at);
      }
      columns.add(at);
    }
    return projections.size() == node.output().size()
        ? node
        : ProjectNode.of(node, projections, names);
  }
}
