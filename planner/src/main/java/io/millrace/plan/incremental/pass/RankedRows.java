package io.millrace.plan.incremental.pass;

import io.millrace.api.types.DataType;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.incremental.FilterNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.physical.Ordering;
import io.millrace.plan.physical.Ordering.SortKey;
import io.millrace.plan.physical.TopN.Counting;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;

/**
 * The first rows of each partition, as SQL writes them: {@code ROW_NUMBER() OVER (PARTITION BY a
 * ORDER BY b) <= 3}, in WHERE around the query that numbers or in QUALIFY; also RANK and
 * DENSE_RANK.
 *
 * <p>Before: {@code Filter[n <= 3 AND c](Project[.., ROW_NUMBER() AS n](x))}. After: {@code
 * Filter[c](Project[.., number](TopN[a: b limit 3](x)))}. The number is computed only if somebody
 * reads it.
 */
final class RankedRows {
  private final Filter filter;
  private final List<Project> above;
  private final Project numbering;
  private final RexOver over;
  private final Counting counting;
  private final List<RexNode> rest;
  private final long limit;

  private RankedRows(
      Filter filter,
      List<Project> above,
      Project numbering,
      RexOver over,
      Counting counting,
      List<RexNode> rest,
      long limit) {
    this.filter = filter;
    this.above = above;
    this.numbering = numbering;
    this.over = over;
    this.counting = counting;
    this.rest = rest;
    this.limit = limit;
  }

  /** The pattern, if a filter ends it. */
  static Optional<RankedRows> find(Filter filter) {
    List<Project> above = new ArrayList<>();
    if (!(filter.getInput() instanceof Project project)) {
      return Optional.empty();
    }
    RexNode condition = filter.getCondition();
    // projections between the numbers and the condition only pass the number on
    while (!RexOver.containsOver(project.getProjects(), null)) {
      if (!(project.getInput() instanceof Project next)) {
        return Optional.empty();
      }
      condition = RelOptUtil.pushPastProject(condition, project);
      above.add(0, project);
      project = next;
    }
    Optional<RexOver> over = onlyWindow(project);
    Optional<Counting> counting = over.flatMap(RankedRows::counting);
    if (counting.isEmpty()) {
      return Optional.empty();
    }
    long limit = Long.MAX_VALUE;
    List<RexNode> rest = new ArrayList<>();
    RexNode whole = RelOptUtil.pushPastProject(condition, project);
    for (RexNode conjunct : RelOptUtil.conjunctions(whole)) {
      Optional<Bound> bound = bound(conjunct);
      bound.filter(Bound::leavesRest).ifPresent(found -> rest.add(conjunct));
      if (bound.isPresent()) {
        limit = Math.min(limit, bound.get().limit());
      } else {
        rest.add(conjunct);
      }
    }
    return limit == Long.MAX_VALUE
        ? Optional.empty()
        : Optional.of(
            new RankedRows(
                filter, above, project, over.get(), counting.get(), rest, Math.max(0, limit)));
  }

  /** The window function of a projection, if there is one and no other. */
  private static Optional<RexOver> onlyWindow(Project project) {
    List<RexOver> found = new ArrayList<>();
    RexVisitorImpl<Void> finder =
        new RexVisitorImpl<>(true) {
          @Override
          @SuppressWarnings("NullAway")
          public Void visitOver(RexOver over) {
            if (!found.contains(over)) {
              found.add(over);
            }
            return null;
          }
        };
    project.getProjects().forEach(expression -> expression.accept(finder));
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private static Optional<Counting> counting(RexOver over) {
    if (over.isDistinct() || !over.getOperands().isEmpty()) {
      return Optional.empty();
    }
    return switch (over.getAggOperator().getKind()) {
      case ROW_NUMBER -> Optional.of(Counting.ROWS);
      case RANK -> Optional.of(Counting.RANK);
      case DENSE_RANK -> Optional.of(Counting.DENSE_RANK);
      default -> Optional.empty();
    };
  }

  /**
   * @param leavesRest whether the condition asks for more than the limit
   */
  private record Bound(long limit, boolean leavesRest) {}

  private static Optional<Bound> bound(RexNode condition) {
    if (!(condition instanceof RexCall call) || call.getOperands().size() != 2) {
      return Optional.empty();
    }
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    if (isNumber(left) && literal(right).isPresent()) {
      return bound(call.getKind(), literal(right).get());
    }
    if (isNumber(right) && literal(left).isPresent()) {
      return bound(call.getKind().reverse(), literal(left).get());
    }
    return Optional.empty();
  }

  private static Optional<Bound> bound(SqlKind comparison, BigDecimal value) {
    long floor = whole(value, RoundingMode.FLOOR);
    return switch (comparison) {
      case LESS_THAN_OR_EQUAL -> Optional.of(new Bound(floor, false));
      case LESS_THAN -> Optional.of(new Bound(whole(value, RoundingMode.CEILING) - 1, false));
      case EQUALS -> Optional.of(new Bound(floor, value.compareTo(BigDecimal.ONE) != 0));
      default -> Optional.empty();
    };
  }

  private static long whole(BigDecimal value, RoundingMode mode) {
    BigDecimal most = BigDecimal.valueOf(Long.MAX_VALUE - 1);
    return value.max(most.negate()).min(most).setScale(0, mode).longValueExact();
  }

  private static boolean isNumber(RexNode node) {
    return withoutCast(node) instanceof RexOver;
  }

  private static Optional<BigDecimal> literal(RexNode node) {
    RexNode plain = withoutCast(node);
    if (plain instanceof RexLiteral literal && literal.getValue() instanceof BigDecimal value) {
      return Optional.of(value);
    }
    return Optional.empty();
  }

  /** Numbers of rows fit wherever a number is compared as. */
  private static RexNode withoutCast(RexNode node) {
    return node instanceof RexCall call
            && call.getKind() == SqlKind.CAST
            && org.apache.calcite.sql.type.SqlTypeUtil.isExactNumeric(call.getType())
        ? withoutCast(call.getOperands().get(0))
        : node;
  }

  PlanNode convert(RelConverter converter) {
    PlanNode input = converter.convert(numbering.getInput());
    Columns columns = new Columns(converter, input);
    List<Integer> partition = new ArrayList<>();
    for (RexNode key : over.getWindow().partitionKeys) {
      if (!RexUtil.isLiteral(key, true)) {
        partition.add(columns.of(key));
      }
    }
    List<SortKey> keys = new ArrayList<>();
    for (RexFieldCollation key : over.getWindow().orderKeys) {
      if (!RexUtil.isLiteral(key.left, true)) {
        keys.add(key(key, columns.of(key.left)));
      }
    }
    Ordering ordering = new Ordering(keys, 0, OptionalLong.of(limit));
    PlanNode ranked =
        TopNConversion.partitioned(columns.node(), partition, ordering, counting, true);
    RexShuttle numbers = numbers(ranked.output().size() - 1);
    if (!rest.isEmpty()) {
      RexNode condition = RexUtil.composeConjunction(filter.getCluster().getRexBuilder(), rest);
      Expression converted =
          new ExpressionConverter(converter.context(), ranked.output(), true)
              .convert(condition.accept(numbers));
      ranked = FilterNode.of(ranked, converted);
    }
    PlanNode result =
        ProjectConversion.convert(
            converter,
            ranked,
            numbers.apply(numbering.getProjects()),
            numbering.getRowType().getFieldNames());
    for (Project project : above) {
      result = ProjectConversion.convert(converter, project, result);
    }
    return result;
  }

  private static SortKey key(RexFieldCollation key, int column) {
    boolean descending = key.getDirection().isDescending();
    boolean nullsFirst =
        switch (key.getNullDirection()) {
          case FIRST -> true;
          case LAST -> false;
          case UNSPECIFIED -> !descending;
        };
    return new SortKey(column, descending, nullsFirst);
  }

  /** Puts the column of numbers in place of the window function. */
  private static RexShuttle numbers(int column) {
    return new RexShuttle() {
      @Override
      public RexNode visitOver(RexOver window) {
        return new RexInputRef(column, window.getType());
      }
    };
  }

  /** Columns that a window is defined by, computed behind those of the input if need be. */
  private static final class Columns {
    private final PlanNode input;
    private final ExpressionConverter expressions;
    private final List<Expression> computed = new ArrayList<>();

    Columns(RelConverter converter, PlanNode input) {
      this.input = input;
      this.expressions =
          new ExpressionConverter(converter.context(), input.output(), input.isStateful());
    }

    int of(RexNode node) {
      Expression expression = expressions.convert(node);
      if (expression instanceof ColumnReference reference) {
        return reference.index();
      }
      int known = computed.indexOf(expression);
      if (known < 0) {
        known = computed.size();
        computed.add(expression);
      }
      return input.output().size() + known;
    }

    PlanNode node() {
      if (computed.isEmpty()) {
        return input;
      }
      List<Expression> all = new ArrayList<>();
      List<String> names = new ArrayList<>(input.output().names());
      for (int i = 0; i < input.output().size(); i++) {
        DataType type = input.output().type(i);
        all.add(new ColumnReference(i, type));
      }
      for (Expression expression : computed) {
        names.add("$key" + all.size());
        all.add(expression);
      }
      return ProjectNode.of(input, all, names);
    }
  }
}
