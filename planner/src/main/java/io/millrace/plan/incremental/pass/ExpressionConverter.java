package io.millrace.plan.incremental.pass;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.analyze.ArgumentCast;
import io.millrace.plan.analyze.ExactExtract;
import io.millrace.plan.analyze.FastFunction;
import io.millrace.plan.analyze.FromJson;
import io.millrace.plan.analyze.JsonTuple;
import io.millrace.plan.analyze.LibraryFunction;
import io.millrace.plan.analyze.MicrosInterval;
import io.millrace.plan.analyze.NamedStruct;
import io.millrace.plan.analyze.NestedOperator;
import io.millrace.plan.analyze.Positions;
import io.millrace.plan.analyze.SinceEpoch;
import io.millrace.plan.analyze.SqlTypes;
import io.millrace.plan.analyze.UserOperators;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Call;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Expression.Literal;
import io.millrace.plan.expression.Function;
import io.millrace.plan.physical.PlanRules;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLambdaRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlLibraryOperators;

/** Calcite's expressions over one input as ours. */
final class ExpressionConverter {
  private final ConversionContext context;
  private final Schema input;
  private final boolean overState;
  private List<Expression> lambdaScope = List.of();
  private int lambdaParameters;

  /**
   * @param overState whether the input comes from state, where "now" would mean another time for
   *     each change of a row
   */
  ExpressionConverter(ConversionContext context, Schema input, boolean overState) {
    this.context = context;
    this.input = input;
    this.overState = overState;
  }

  RelDataTypeFactory typeFactory() {
    return context.rexBuilder().getTypeFactory();
  }

  RexBuilder rexBuilder() {
    return context.rexBuilder();
  }

  ZoneId zone() {
    return context.zone();
  }

  PlanRules rules() {
    return context.rules();
  }

  Expression convert(RexNode node) {
    if (node instanceof RexInputRef reference) {
      return new ColumnReference(reference.getIndex(), input.type(reference.getIndex()));
    }
    if (node instanceof RexLiteral literal) {
      return Literals.of(literal, context.zone());
    }
    if (node instanceof RexFieldAccess field
        && field.getReferenceExpr() instanceof RexCorrelVariable) {
      // a column of the row that a table function is called for
      int index = field.getField().getIndex();
      return new ColumnReference(index, input.type(index));
    }
    if (node instanceof RexOver over) {
      throw error(ErrorCode.NOT_SUPPORTED, "OVER").at(position(over)).build();
    }
    if (node instanceof RexLambdaRef parameter) {
      return lambdaScope.get(parameter.getIndex());
    }
    if (node instanceof RexFieldAccess field) {
      return NestedConversion.field(this, field);
    }
    if (node instanceof RexCall call) {
      try {
        return call(call);
      } catch (MillraceException e) {
        throw position(call).map(e::at).orElse(e);
      }
    }
    throw error(ErrorCode.NOT_SUPPORTED, "the expression " + node).build();
  }

  /** The number that the first parameter of the next lambda gets. */
  int nextParameter() {
    return lambdaParameters;
  }

  /** The body of a lambda, whose parameters are these expressions. */
  Expression inLambda(List<Expression> scope, int parameters, RexNode body) {
    List<Expression> outer = lambdaScope;
    lambdaScope = scope;
    lambdaParameters += parameters;
    try {
      return convert(body);
    } finally {
      lambdaScope = outer;
      lambdaParameters -= parameters;
    }
  }

  /** The type of a call's value. Only columns and casts are of fixed-length text. */
  static DataType type(RexNode node) {
    DataType type = SqlTypes.toDataType(node.getType());
    return type.kind() == TypeKind.CHAR
        ? new DataType(TypeKind.VARCHAR, DataType.UNBOUNDED, 0, type.nullable())
        : type;
  }

  static Optional<SourcePosition> position(RexCall call) {
    return Positions.of(call.getParserPosition());
  }

  List<Expression> operands(RexCall call) {
    List<Expression> operands = new ArrayList<>();
    for (RexNode operand : call.getOperands()) {
      operands.add(convert(operand));
    }
    return operands;
  }

  private Expression call(RexCall call) {
    if (call.getOperator() instanceof FastFunction fast) {
      return FunctionConversion.fast(this, call, fast.function());
    }
    if (call.getOperator() instanceof LibraryFunction function) {
      return LibraryConversion.convert(this, call, function);
    }
    if (call.getOperator() instanceof ExactExtract extract) {
      return TimeConversion.extract(this, call, extract.unit());
    }
    if (call.getOperator() == MicrosInterval.INSTANCE) {
      return Literal.of(
          RexLiteral.longValue(call.getOperands().get(0)), DataType.INTERVAL_DAY.notNull());
    }
    if (call.getOperator() == SinceEpoch.INSTANCE) {
      return TimeConversion.sinceEpoch(this, call);
    }
    if (call.getOperator() instanceof NamedStruct
        || call.getOperator() == SqlLibraryOperators.ARRAY
        || call.getOperator() == SqlLibraryOperators.MAP) {
      return NestedConversion.constructor(this, call);
    }
    if (call.getOperator() instanceof NestedOperator nested) {
      return NestedConversion.function(this, call, nested);
    }
    if (call.getOperator() instanceof FromJson) {
      return JsonConversion.fromJson(this, call);
    }
    if (call.getOperator() instanceof JsonTuple) {
      return JsonConversion.tuple(this, call);
    }
    if (JsonStandard.isCall(call)) {
      return JsonStandard.convert(this, call);
    }
    if (call.getOperator() instanceof UserOperators.Scalar scalar) {
      return UserFunctions.convert(this, call, scalar, overState);
    }
    if (call.getOperator() instanceof ArgumentCast cast) {
      return Casts.to(convert(call.getOperands().get(0)), cast.type(), position(call));
    }
    return switch (call.getKind()) {
      case EQUALS -> comparison(call, Function.EQUAL);
      case NOT_EQUALS -> comparison(call, Function.NOT_EQUAL);
      case LESS_THAN -> comparison(call, Function.LESS);
      case LESS_THAN_OR_EQUAL -> comparison(call, Function.LESS_OR_EQUAL);
      case GREATER_THAN -> comparison(call, Function.GREATER);
      case GREATER_THAN_OR_EQUAL -> comparison(call, Function.GREATER_OR_EQUAL);
      case IS_DISTINCT_FROM -> comparison(call, Function.IS_DISTINCT_FROM);
      case IS_NOT_DISTINCT_FROM -> comparison(call, Function.IS_NOT_DISTINCT_FROM);
      case AND -> logic(call, Function.AND);
      case OR -> InLists.find(this, call).orElseGet(() -> logic(call, Function.OR));
      case NOT -> simple(call, Function.NOT);
      case IS_NULL, IS_UNKNOWN -> simple(call, Function.IS_NULL);
      case IS_NOT_NULL -> simple(call, Function.IS_NOT_NULL);
      case IS_TRUE -> simple(call, Function.IS_TRUE);
      case IS_NOT_TRUE -> simple(call, Function.IS_NOT_TRUE);
      case IS_FALSE -> simple(call, Function.IS_FALSE);
      case IS_NOT_FALSE -> simple(call, Function.IS_NOT_FALSE);
      case PLUS,
          MINUS,
          TIMES,
          DIVIDE,
          MOD,
          MINUS_PREFIX,
          PLUS_PREFIX,
          CHECKED_PLUS,
          CHECKED_MINUS,
          CHECKED_TIMES,
          CHECKED_DIVIDE,
          CHECKED_MINUS_PREFIX ->
          ArithmeticConversion.convert(this, call);
      case ARRAY_VALUE_CONSTRUCTOR, MAP_VALUE_CONSTRUCTOR, ROW ->
          NestedConversion.constructor(this, call);
      case ITEM -> NestedConversion.item(this, call);
      case CASE -> choice(call);
      case COALESCE -> firstOf(call);
      case CAST -> cast(call, false);
      case SAFE_CAST -> cast(call, true);
      case REINTERPRET -> convert(call.getOperands().get(0));
      case SEARCH -> convert(RexUtil.expandSearch(rexBuilder(), null, call));
      default -> FunctionConversion.convert(this, call);
    };
  }

  Expression simple(RexCall call, Function function) {
    return new Call(function, operands(call), type(call), position(call));
  }

  private Expression logic(RexCall call, Function function) {
    List<Expression> flat = new ArrayList<>();
    for (RexNode operand : call.getOperands()) {
      Expression converted = convert(operand);
      if (converted instanceof Call same && same.function() == function) {
        flat.addAll(same.arguments());
      } else {
        flat.add(converted);
      }
    }
    return new Call(function, flat, type(call), position(call));
  }

  private Expression comparison(RexCall call, Function function) {
    Expression left = convert(call.getOperands().get(0));
    Expression right = convert(call.getOperands().get(1));
    List<Expression> aligned = aligned(Padding.without(List.of(left, right)), position(call));
    NestedConversion.demandComparable(aligned.get(0).type(), "a comparison", position(call));
    if (aligned.get(0).type().kind() == TypeKind.JSONB) {
      aligned = JsonConversion.comparable(aligned, function, position(call));
    }
    return new Call(function, aligned, type(call), position(call));
  }

  /** The expressions, all as their common type. */
  List<Expression> aligned(List<Expression> expressions, Optional<SourcePosition> position) {
    DataType common = exactType(expressions.get(0));
    for (Expression expression : expressions) {
      DataType soFar = common;
      common =
          CommonType.of(common, exactType(expression))
              .orElseThrow(() -> mismatch(soFar, expression.type(), position));
    }
    List<Expression> result = new ArrayList<>();
    for (Expression expression : expressions) {
      boolean comparable =
          common.kind() == TypeKind.DECIMAL
              && expression.type().kind() == TypeKind.DECIMAL
              && expression.type().scale() == common.scale()
              && expression.type().layout() == common.layout();
      result.add(comparable ? expression : Casts.to(expression, common, position));
    }
    return result;
  }

  /** A constant whole number or DECIMAL needs no more digits than it has. */
  private static DataType exactType(Expression expression) {
    if (expression instanceof Literal literal
        && (literal.value() instanceof BigDecimal
            || (literal.value() instanceof Long && literal.type().kind().isInteger()))) {
      if (literal.value() instanceof Long number) {
        return smallest(number, literal.type());
      }
      BigDecimal exact = new BigDecimal(String.valueOf(literal.value())).stripTrailingZeros();
      if (exact.scale() <= 0) {
        return DataType.decimal(Math.max(1, exact.precision() - exact.scale()), 0).notNull();
      }
      return DataType.decimal(Math.max(exact.precision(), exact.scale()), exact.scale()).notNull();
    }
    return expression.type();
  }

  private static DataType smallest(long number, DataType type) {
    if (number >= Byte.MIN_VALUE && number <= Byte.MAX_VALUE) {
      return DataType.TINYINT.notNull();
    }
    if (number >= Short.MIN_VALUE && number <= Short.MAX_VALUE) {
      return DataType.SMALLINT.notNull();
    }
    return type;
  }

  private static MillraceException mismatch(
      DataType left, DataType right, Optional<SourcePosition> position) {
    return error(ErrorCode.TYPE_MISMATCH, "cannot compare " + left.sql() + " with " + right.sql())
        .at(position)
        .hint("use CAST to give them one type")
        .build();
  }

  private Expression choice(RexCall call) {
    DataType type = type(call);
    List<Expression> conditions = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    List<RexNode> operands = call.getOperands();
    for (int i = 0; i + 1 < operands.size(); i += 2) {
      conditions.add(convert(operands.get(i)));
      values.add(Casts.to(convert(operands.get(i + 1)), type, position(call)));
    }
    Expression otherwise =
        Casts.to(convert(operands.get(operands.size() - 1)), type, position(call));
    return new Expression.Case(conditions, values, otherwise, type);
  }

  /** COALESCE, which is left where columns of USING and NATURAL are put together. */
  private Expression firstOf(RexCall call) {
    List<Expression> operands = operands(call);
    boolean nullable = operands.stream().allMatch(operand -> operand.type().nullable());
    DataType type = type(call).withNullable(nullable);
    List<Expression> conditions = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    for (Expression operand : operands.subList(0, operands.size() - 1)) {
      conditions.add(
          new Call(
              Function.IS_NOT_NULL, List.of(operand), DataType.BOOLEAN.notNull(), position(call)));
      values.add(Casts.to(operand, type, position(call)));
    }
    Expression last = Casts.to(operands.get(operands.size() - 1), type, position(call));
    return new Expression.Case(conditions, values, last, type);
  }

  private Expression cast(RexCall call, boolean nullOnFailure) {
    Expression operand = convert(call.getOperands().get(0));
    DataType type = SqlTypes.toDataType(call.getType());
    if (Casts.sameValues(operand.type(), type)) {
      return operand;
    }
    if (type.kind() == TypeKind.CHAR
        && operand instanceof Literal literal
        && literal.value() instanceof String text
        && text.length() == type.precision()) {
      return operand;
    }
    if (operand instanceof Literal literal && literal.value() == null) {
      return Literal.nullOf(type);
    }
    if (nullOnFailure && type.kind().isJson() && operand.type().kind().isText()) {
      return JsonConversion.tryParse(operand, type, position(call));
    }
    boolean json = type.kind().isJson() || operand.type().kind().isJson();
    if (nullOnFailure && operand.type().kind().isJson() && !json(type)) {
      return JsonConversion.scalar(operand, type, true, position(call));
    }
    boolean nested = type.kind().isNested() || operand.type().kind().isNested();
    if (nullOnFailure && (nested || json && !type.kind().isText())) {
      throw error(ErrorCode.NOT_SUPPORTED, "TRY_CAST to " + type.sql()).build();
    }
    if (nullOnFailure && !json) {
      return new Expression.Cast(operand, type.withNullable(true), true, position(call));
    }
    if (json) {
      return JsonConversion.cast(
          operand, type.withNullable(operand.type().nullable()), position(call));
    }
    if (type.kind().isNested() || operand.type().kind().isNested()) {
      return NestedConversion.cast(
          operand, type.withNullable(operand.type().nullable()), position(call));
    }
    if (operand instanceof Literal) {
      Expression folded = Casts.to(operand, type, position(call));
      return folded;
    }
    return new Expression.Cast(
        operand, type.withNullable(operand.type().nullable()), false, position(call));
  }

  /** Whether JSON becomes that type without a look at it. */
  private static boolean json(DataType type) {
    return type.kind().isJson() || type.kind().isText();
  }

  /** Refuses "now" over state. */
  void checkBatchTime(RexCall call) {
    if (overState) {
      throw error(
              ErrorCode.NOT_SUPPORTED,
              call.getOperator().getName() + " over the result of an aggregate or DISTINCT")
          .at(position(call))
          .detail("It would be another time whenever a row of the result changes.")
          .hint("take it before the aggregate, in a query in FROM")
          .build();
    }
  }

  /** A function that has no place on the fast path. */
  Expression foreign(RexCall call) {
    return ForeignFunctions.convert(this, call);
  }

  static boolean is(RexNode node, SqlKind kind) {
    return node.getKind() == kind;
  }
}
