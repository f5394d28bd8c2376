package io.millrace.plan.incremental.pass;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.analyze.GroupsFrames;
import io.millrace.plan.analyze.SqlTypes;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Expression.Literal;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.expression.Function;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.plan.physical.Frame;
import io.millrace.plan.physical.Frame.Bound;
import io.millrace.plan.physical.Frame.Exclusion;
import io.millrace.plan.physical.Frame.Side;
import io.millrace.plan.physical.Frame.Unit;
import io.millrace.plan.physical.Ordering.SortKey;
import io.millrace.plan.physical.OverCall;
import io.millrace.plan.physical.OverCall.OverFunction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation.NullDirection;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * The columns that functions over windows read, behind those of the input, and the calls over them.
 * Columns are added as they are asked for.
 */
final class OverColumns {
  private final PlanNode input;
  private final ExpressionConverter expressions;
  private final List<Expression> projections = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  OverColumns(ConversionContext context, PlanNode input) {
    this.input = input;
    this.expressions = new ExpressionConverter(context, input.output(), input.isStateful());
    for (int i = 0; i < input.output().size(); i++) {
      projections.add(new ColumnReference(i, input.output().type(i)));
      names.add(input.output().name(i));
    }
  }

  /** The input with the columns that were added. */
  PlanNode node() {
    return projections.size() == input.output().size()
        ? input
        : ProjectNode.of(input, projections, names);
  }

  /** The column of an expression over the input. */
  int add(RexNode node) {
    Expression expression = expressions.convert(node);
    return add(expression);
  }

  /** As {@link #add}, a value by which rows are parted. */
  int partition(RexNode node) {
    Expression expression = expressions.convert(node);
    NestedConversion.demandComparable(expression.type(), "a partition by", Optional.empty());
    return add(JsonConversion.comparable(expression, Optional.empty()));
  }

  private int add(Expression expression) {
    int at = projections.indexOf(expression);
    if (at < 0) {
      at = projections.size();
      projections.add(expression);
      names.add("$" + at);
    }
    return at;
  }

  /** What rows are sorted by; constants sort nothing. */
  List<SortKey> order(List<RexFieldCollation> keys) {
    List<SortKey> order = new ArrayList<>();
    for (RexFieldCollation key : keys) {
      Expression expression = expressions.convert(key.left);
      if (expression instanceof Literal) {
        continue;
      }
      NestedConversion.demandSortable(expression.type(), "an order", Optional.empty());
      int column = add(expression);
      boolean descending = key.getDirection().isDescending();
      boolean nullsFirst =
          key.getNullDirection() == NullDirection.UNSPECIFIED
              ? !descending
              : key.getNullDirection() == NullDirection.FIRST;
      if (order.stream().noneMatch(before -> before.column() == column)) {
        order.add(new SortKey(column, descending, nullsFirst));
      }
    }
    return order;
  }

  /**
   * A call.
   *
   * @param type of what stands for it
   */
  OverCall call(RexOver over, RelDataType type, List<SortKey> order) {
    Optional<SourcePosition> position = ExpressionConverter.position(over);
    try {
      return switch (over.getAggOperator().getKind()) {
        case ROW_NUMBER -> rank(OverFunction.ROW_NUMBER, over, type);
        case RANK -> rank(OverFunction.RANK, over, type);
        case DENSE_RANK -> rank(OverFunction.DENSE_RANK, over, type);
        case PERCENT_RANK -> rank(OverFunction.PERCENT_RANK, over, type);
        case CUME_DIST -> rank(OverFunction.CUME_DIST, over, type);
        case NTILE ->
            new OverCall(
                OverFunction.NTILE,
                Optional.empty(),
                List.of(),
                number(over, 0, 1),
                false,
                Frame.whole(),
                ExpressionConverter.type(over),
                position);
        case LAG -> neighbour(over, false);
        case LEAD -> neighbour(over, true);
        case FIRST_VALUE -> value(OverFunction.FIRST_VALUE, over, 1, order);
        case LAST_VALUE -> value(OverFunction.LAST_VALUE, over, 1, order);
        case NTH_VALUE -> value(OverFunction.NTH_VALUE, over, number(over, 1, 1), order);
        default -> aggregate(over, type, order);
      };
    } catch (MillraceException e) {
      throw position.map(e::at).orElse(e);
    }
  }

  private OverCall rank(OverFunction function, RexOver over, RelDataType type) {
    return new OverCall(
        function,
        Optional.empty(),
        List.of(),
        0,
        false,
        Frame.whole(),
        SqlTypes.toDataType(type),
        ExpressionConverter.position(over));
  }

  /** LAG and LEAD: each is the other with a negative distance. */
  private OverCall neighbour(RexOver over, boolean ahead) {
    Optional<SourcePosition> position = ExpressionConverter.position(over);
    long distance = over.getOperands().size() > 1 ? number(over, 1, Long.MIN_VALUE) : 1;
    boolean forward = ahead == distance >= 0;
    Expression value = expressions.convert(over.getOperands().get(0));
    DataType type = value.type();
    List<Integer> arguments = new ArrayList<>();
    Optional<Expression> otherwise = Optional.empty();
    if (over.getOperands().size() > 2) {
      Expression given = expressions.convert(whatIsGiven(over.getOperands().get(2)));
      if (!(given instanceof Literal literal && literal.value() == null)) {
        type = ExpressionConverter.type(over);
        value = Casts.to(value, type.withNullable(value.type().nullable()), position);
        otherwise =
            Optional.of(Casts.to(given, type.withNullable(given.type().nullable()), position));
      }
    }
    arguments.add(add(value));
    otherwise.ifPresent(given -> arguments.add(add(given)));
    return new OverCall(
        forward ? OverFunction.LEAD : OverFunction.LAG,
        Optional.empty(),
        arguments,
        Math.abs(distance),
        over.ignoreNulls(),
        Frame.whole(),
        type.withNullable(true),
        ExpressionConverter.position(over));
  }

  /** Without that it may be NULL, which is there for the validator. */
  private static RexNode whatIsGiven(RexNode operand) {
    return operand instanceof RexCall call
            && call.getKind() == SqlKind.CASE
            && call.getOperands().get(0).isAlwaysTrue()
        ? call.getOperands().get(1)
        : operand;
  }

  private OverCall value(OverFunction function, RexOver over, long number, List<SortKey> order) {
    Expression value = expressions.convert(over.getOperands().get(0));
    Frame frame = frame(over.getWindow(), order);
    boolean mayMiss = frame.mayBeEmpty() || function == OverFunction.NTH_VALUE;
    boolean nullable =
        value.type().nullable() || mayMiss && nullable(value.type(), over.getType()).nullable();
    return new OverCall(
        function,
        Optional.empty(),
        List.of(add(value)),
        number,
        over.ignoreNulls() && value.type().nullable(),
        frame,
        value.type().withNullable(nullable),
        ExpressionConverter.position(over));
  }

  private OverCall aggregate(RexOver over, RelDataType type, List<SortKey> order) {
    if (over.ignoreNulls()) {
      throw error(ErrorCode.NOT_SUPPORTED, "IGNORE NULLS of an aggregate over a window").build();
    }
    List<Integer> arguments = new ArrayList<>();
    for (RexNode operand : over.getOperands()) {
      arguments.add(add(operand));
    }
    Frame frame = frame(over.getWindow(), order);
    SqlAggFunction function =
        over.getAggOperator().getKind() == SqlKind.SUM0
            ? SqlStdOperatorTable.SUM
            : over.getAggOperator();
    if (over.getAggOperator().getKind() == SqlKind.SUM0 && !type.isNullable()) {
      throw error(ErrorCode.NOT_SUPPORTED, "$SUM0 over a window").build();
    }
    org.apache.calcite.rel.core.AggregateCall call =
        org.apache.calcite.rel.core.AggregateCall.create(
            over.getParserPosition(),
            function,
            over.isDistinct(),
            false,
            false,
            List.of(),
            arguments,
            -1,
            null,
            RelCollations.EMPTY,
            type,
            "over");
    PlanNode node = node();
    ArgumentColumns casts = new ArgumentColumns(node);
    AggregateCall converted = AggregateConversion.call(call, node, casts);
    adopt(casts);
    DataType result =
        frame.mayBeEmpty() && !isNeverNull(converted)
            ? nullable(converted.type(), type)
            : converted.type();
    return new OverCall(
        OverFunction.AGGREGATE,
        Optional.of(converted),
        List.of(),
        0,
        false,
        frame,
        result,
        ExpressionConverter.position(over));
  }

  /** What Calcite believes to be there for every row must be. */
  private static DataType nullable(DataType type, RelDataType expected) {
    if (!expected.isNullable()) {
      throw error(ErrorCode.NOT_SUPPORTED, "a named window whose frame may be without rows")
          .hint("write the window behind OVER itself")
          .build();
    }
    return type.withNullable(true);
  }

  private static boolean isNeverNull(AggregateCall call) {
    return call.function() == AggregateFunction.COUNT
        || call.function() == AggregateFunction.REGR_COUNT;
  }

  /** Takes over columns that were cast for a call. */
  private void adopt(ArgumentColumns casts) {
    if (casts.node() instanceof ProjectNode cast && cast.projections().size() > names.size()) {
      for (int i = names.size(); i < cast.projections().size(); i++) {
        projections.add(Expressions.replaceColumns(cast.projections().get(i), projections::get));
        names.add("$" + names.size());
      }
    }
  }

  /** A number that is written out. */
  private long number(RexOver over, int operand, long least) {
    Expression expression = expressions.convert(over.getOperands().get(operand));
    while (expression instanceof Expression.Cast cast) {
      expression = cast.operand();
    }
    Optional<Long> number = wholeNumber(expression);
    String name = over.getAggOperator().getName().toUpperCase(Locale.ROOT);
    if (number.isEmpty()) {
      throw error(ErrorCode.NOT_SUPPORTED, name + " with a number that is computed")
          .hint("write the number itself")
          .build();
    }
    if (number.get() < least) {
      throw error(ErrorCode.QUERY_INVALID, name + " needs a number from " + least + " on").build();
    }
    return number.get();
  }

  private static Optional<Long> wholeNumber(Expression expression) {
    if (expression instanceof Literal literal) {
      if (literal.value() instanceof Long number) {
        return Optional.of(number);
      }
      if (literal.value() instanceof BigDecimal number
          && number.stripTrailingZeros().scale() <= 0) {
        return Optional.of(number.longValueExact());
      }
    }
    if (expression instanceof Expression.Call call && call.function() == Function.NEGATE) {
      return wholeNumber(call.arguments().get(0)).map(number -> -number);
    }
    return Optional.empty();
  }

  private Frame frame(RexWindow window, List<SortKey> order) {
    boolean groups =
        window.isRows()
            && (GroupsFrames.isMarked(window.getLowerBound())
                || GroupsFrames.isMarked(window.getUpperBound()));
    Unit unit = groups ? Unit.GROUPS : window.isRows() ? Unit.ROWS : Unit.RANGE;
    Bound lower = bound(window.getLowerBound(), unit, order);
    Bound upper = bound(window.getUpperBound(), unit, order);
    if (order.isEmpty() && unit != Unit.ROWS) {
      // all rows are alike
      lower = lower.side() == Side.CURRENT_ROW ? Bound.at(Side.UNBOUNDED_PRECEDING) : lower;
      upper = upper.side() == Side.CURRENT_ROW ? Bound.at(Side.UNBOUNDED_FOLLOWING) : upper;
    }
    Exclusion exclusion =
        switch (window.getExclude()) {
          case EXCLUDE_NO_OTHER -> Exclusion.NO_OTHERS;
          case EXCLUDE_CURRENT_ROW -> Exclusion.CURRENT_ROW;
          case EXCLUDE_GROUP -> Exclusion.GROUP;
          case EXCLUDE_TIES -> Exclusion.TIES;
        };
    return new Frame(unit, lower, upper, exclusion);
  }

  private Bound bound(RexWindowBound bound, Unit unit, List<SortKey> order) {
    if (bound.isUnbounded()) {
      return Bound.at(bound.isPreceding() ? Side.UNBOUNDED_PRECEDING : Side.UNBOUNDED_FOLLOWING);
    }
    if (bound.isCurrentRow()) {
      return Bound.at(Side.CURRENT_ROW);
    }
    Side side = bound.isPreceding() ? Side.PRECEDING : Side.FOLLOWING;
    RexNode offset = Objects.requireNonNull(bound.getOffset());
    Expression distance = expressions.convert(offset);
    if (unit == Unit.RANGE) {
      return range(side, distance, order);
    }
    long count =
        wholeNumber(distance)
            .orElseThrow(
                () ->
                    error(ErrorCode.NOT_SUPPORTED, "a frame that is no whole number of rows")
                        .build());
    if (unit == Unit.GROUPS) {
      count -= GroupsFrames.MARK;
      if (count == 0) {
        return Bound.at(Side.CURRENT_ROW);
      }
    }
    return new Bound(side, BigDecimal.valueOf(count), false);
  }

  /** A distance in the unit of what rows are sorted by. */
  private Bound range(Side side, Expression distance, List<SortKey> order) {
    if (order.size() != 1) {
      throw error(ErrorCode.QUERY_INVALID, "RANGE with a distance needs one column in ORDER BY")
          .build();
    }
    DataType type = projections.get(order.get(0).column()).type();
    if (distance instanceof Literal literal && literal.value() != null) {
      Optional<Bound> bound = range(side, literal, type);
      if (bound.isPresent()) {
        return bound.get();
      }
    }
    throw error(
            ErrorCode.NOT_SUPPORTED,
            "RANGE with a distance of " + distance.type().sql() + " over " + type.sql())
        .build();
  }

  private static Optional<Bound> range(Side side, Literal literal, DataType type) {
    BigDecimal number = new BigDecimal(String.valueOf(literal.value()));
    TypeKind given = literal.type().kind();
    if (number.signum() < 0) {
      throw error(ErrorCode.QUERY_INVALID, "a frame's distance is negative").build();
    }
    return switch (type.kind()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL ->
          given.isNumeric() && number.stripTrailingZeros().scale() <= type.scale()
              ? Optional.of(new Bound(side, number.movePointRight(type.scale()), false))
              : Optional.empty();
      case REAL, DOUBLE ->
          given.isNumeric() ? Optional.of(new Bound(side, number, false)) : Optional.empty();
      case DATE ->
          given == TypeKind.INTERVAL_MONTH
              ? Optional.of(new Bound(side, number, true))
              : given == TypeKind.INTERVAL_DAY && number.remainder(DAY).signum() == 0
                  ? Optional.of(new Bound(side, number.divide(DAY), false))
                  : Optional.empty();
      case TIMESTAMP ->
          given == TypeKind.INTERVAL_MONTH || given == TypeKind.INTERVAL_DAY
              ? Optional.of(new Bound(side, number, given == TypeKind.INTERVAL_MONTH))
              : Optional.empty();
      case TIMESTAMP_LTZ ->
          given == TypeKind.INTERVAL_DAY
              ? Optional.of(new Bound(side, number, false))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static final BigDecimal DAY = BigDecimal.valueOf(86_400_000_000L);
}
