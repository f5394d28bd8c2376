package io.millrace.plan.incremental.pass;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.analyze.OwnAggregates;
import io.millrace.plan.analyze.Positions;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.plan.physical.AggregateCall.Detail;
import io.millrace.plan.physical.AggregateCall.OrderKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.calcite.rel.RelFieldCollation;

/** Calls of the aggregates that we define ourselves, which are told more than columns. */
final class OwnAggregateCalls {
  private static final BigDecimal HALF = new BigDecimal("0.5");
  private static final String DEFAULT_SEPARATOR = ",";

  private final org.apache.calcite.rel.core.AggregateCall call;
  private final AggregateFunction function;
  private final String name;
  private final PlanNode input;
  private final ArgumentColumns columns;
  private final Optional<SourcePosition> position;
  private final List<Integer> given;

  private OwnAggregateCalls(
      org.apache.calcite.rel.core.AggregateCall call,
      OwnAggregates.Operator operator,
      PlanNode input,
      ArgumentColumns columns) {
    this.call = call;
    this.function = operator.function();
    this.name = operator.getName();
    this.input = input;
    this.columns = columns;
    this.position = Positions.of(call.getParserPosition());
    this.given = call.getArgList();
  }

  static AggregateCall convert(
      org.apache.calcite.rel.core.AggregateCall call,
      OwnAggregates.Operator operator,
      PlanNode input,
      ArgumentColumns columns) {
    return new OwnAggregateCalls(call, operator, input, columns).convert();
  }

  private AggregateCall convert() {
    if (function.isMoments()) {
      boolean counts = function == AggregateFunction.REGR_COUNT;
      DataType type = counts ? DataType.BIGINT.notNull() : DataType.DOUBLE;
      return made(given.stream().map(this::asDouble).toList(), type, Detail.NONE);
    }
    return switch (function) {
      case FIRST, LAST -> first();
      case ARG_MIN, ARG_MAX -> extreme();
      case PERCENTILE_CONT, PERCENTILE_DISC -> percentile();
      case STRING_AGG -> texts();
      case ARRAY_AGG -> list();
      // of conditions; a NULL alone has no type of its own
      case MIN, MAX ->
          made(
              List.of(columns.as(given.get(0), DataType.BOOLEAN, position)),
              DataType.BOOLEAN,
              Detail.NONE.withOrder(order()));
      default -> made(given, typeOf(0), Detail.NONE.withOrder(order()));
    };
  }

  private AggregateCall first() {
    Detail detail = Detail.NONE.withOrder(order());
    boolean skips =
        switch (name) {
          case "ANY_VALUE", OwnAggregates.FIRST_KNOWN, OwnAggregates.LAST_KNOWN -> true;
          default -> false;
        };
    return made(given, typeOf(0), skips ? detail : detail.keepingNulls());
  }

  /** By the names that Spark gave, a row counts whose first argument is NULL. */
  private AggregateCall extreme() {
    boolean keeps = name.endsWith("_BY");
    return made(given, typeOf(0), keeps ? Detail.NONE.keepingNulls() : Detail.NONE);
  }

  private AggregateCall percentile() {
    BigDecimal fraction = name.equals("MEDIAN") ? HALF : fraction();
    Detail detail = Detail.NONE.withOrder(order()).withFraction(fraction);
    if (function == AggregateFunction.PERCENTILE_DISC) {
      return made(given.subList(0, 1), typeOf(0), detail);
    }
    if (!input.output().type(given.get(0)).kind().isNumeric()) {
      throw unsupported(
          name.toLowerCase(Locale.ROOT) + " of " + input.output().type(given.get(0)).sql());
    }
    return made(List.of(asDouble(given.get(0))), DataType.DOUBLE, detail);
  }

  private BigDecimal fraction() {
    Object value = constant(given.get(1), "the fraction of a percentile");
    BigDecimal fraction =
        value instanceof BigDecimal decimal ? decimal : new BigDecimal(String.valueOf(value));
    if (fraction.signum() < 0 || fraction.compareTo(BigDecimal.ONE) > 0) {
      throw error(
              ErrorCode.QUERY_INVALID,
              "the fraction of a percentile is between 0 and 1, not " + fraction.toPlainString())
          .at(position)
          .build();
    }
    return fraction;
  }

  private AggregateCall texts() {
    DataType type = input.output().type(given.get(0));
    if (type.kind() == TypeKind.BINARY) {
      throw unsupported(name.toLowerCase(Locale.ROOT) + " of " + type.sql());
    }
    String separator =
        given.size() < 2 ? DEFAULT_SEPARATOR : (String) constant(given.get(1), "the separator");
    return made(
        List.of(columns.as(given.get(0), DataType.STRING, position)),
        DataType.STRING,
        Detail.NONE.withOrder(orderOfList()).withSeparator(separator));
  }

  /** By the names that Spark gave, NULLs do not count, and there is a list even of nothing. */
  private AggregateCall list() {
    boolean sparks = name.startsWith("COLLECT");
    DataType element = input.output().type(given.get(0));
    DataType type = DataType.array(sparks ? element.notNull() : element);
    Detail detail = Detail.NONE.withOrder(orderOfList());
    return sparks
        ? made(given, type.notNull(), detail)
        : made(given, type.withNullable(true), detail.keepingNulls());
  }

  /** The value of a column that is the same in each row. */
  private Object constant(int column, String what) {
    Expression expression = new ColumnReference(column, input.output().type(column));
    PlanNode node = input;
    while (expression instanceof ColumnReference reference && node instanceof ProjectNode project) {
      expression = project.projections().get(reference.index());
      node = project.input();
    }
    if (expression instanceof Expression.Literal literal && literal.value() != null) {
      return literal.value();
    }
    throw unsupported(what + " that is no constant");
  }

  /** Different values have no arrival of their own; unless told otherwise they are sorted. */
  private List<OrderKey> orderOfList() {
    List<OrderKey> order = order();
    return order.isEmpty() && call.isDistinct()
        ? List.of(new OrderKey(given.get(0), false, false))
        : order;
  }

  private List<OrderKey> order() {
    List<OrderKey> order = new ArrayList<>();
    for (RelFieldCollation key : call.getCollation().getFieldCollations()) {
      boolean own = given.contains(key.getFieldIndex());
      if (call.isDistinct() && !own) {
        throw unsupported("DISTINCT in another order than that of the argument");
      }
      order.add(
          new OrderKey(
              key.getFieldIndex(),
              key.getDirection().isDescending(),
              key.nullDirection == RelFieldCollation.NullDirection.FIRST));
    }
    return order;
  }

  private int asDouble(int column) {
    return columns.as(column, DataType.DOUBLE, position);
  }

  private DataType typeOf(int argument) {
    return input.output().type(given.get(argument)).withNullable(true);
  }

  /** Refuses values of JSON where they are compared with each other. */
  private void demandSortable(int column) {
    NestedConversion.demandSortable(
        input.output().type(column), "an order in " + name.toLowerCase(Locale.ROOT), position);
  }

  private AggregateCall made(List<Integer> arguments, DataType type, Detail detail) {
    boolean compares =
        switch (function) {
          case ARG_MIN, ARG_MAX, MODE -> true;
          default -> call.isDistinct();
        };
    if (compares) {
      given.forEach(this::demandSortable);
    }
    detail.order().forEach(key -> demandSortable(key.column()));
    boolean sameOfDistinct =
        switch (function) {
          case MIN, MAX, BIT_AND, BIT_OR, ARG_MIN, ARG_MAX -> true;
          default -> false;
        };
    return new AggregateCall(
        function,
        Optional.empty(),
        arguments,
        call.filterArg < 0 ? OptionalInt.empty() : OptionalInt.of(call.filterArg),
        call.isDistinct() && !sameOfDistinct,
        type,
        detail,
        position);
  }

  private MillraceException unsupported(String what) {
    return error(ErrorCode.NOT_SUPPORTED, what).at(position).build();
  }
}
