package io.millrace.plan.incremental.pass;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.analyze.HiddenNames;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Call;
import io.millrace.plan.expression.Expression.Literal;
import io.millrace.plan.expression.Function;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.type.SqlTypeFamily;

/** Functions by name: the fast path where there is one, else Calcite's own implementation. */
final class FunctionConversion {
  private FunctionConversion() {}

  /** One of our own functions: arguments as they are, but numbers as the function wants them. */
  static Expression fast(ExpressionConverter converter, RexCall call, Function function) {
    DataType type = ExpressionConverter.type(call);
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    List<Expression> operands = new ArrayList<>(converter.operands(call));
    switch (function) {
      case SQUARE_ROOT, POWER, EXPONENTIAL, LOGARITHM, LOGARITHM_10, MODULO ->
          operands.replaceAll(operand -> Casts.to(operand, DataType.DOUBLE, position));
      case SUBSTRING, LEFT, RIGHT, LPAD, RPAD, REPEAT, SPLIT_PART ->
          operands.replaceAll(
              operand ->
                  operand.type().kind().isInteger()
                      ? Casts.to(operand, DataType.INTEGER, position)
                      : operand);
      case CONCAT ->
          operands.replaceAll(
              operand ->
                  operand.type().kind().isText()
                      ? operand
                      : Casts.to(operand, DataType.STRING, position));
      case GREATEST, LEAST -> {
        NestedConversion.demandSortable(type, "an order", position);
        operands.replaceAll(operand -> Casts.to(operand, type, position));
        operands = withoutNulls(operands, type);
      }
      case FROM_EPOCH_SECONDS, FROM_EPOCH_MILLIS ->
          operands.replaceAll(operand -> Casts.to(operand, DataType.BIGINT, position));
      case FLOOR_TIME -> {
        operands.set(0, TimeConversion.truncateUnit(operands.get(0), call));
        TimeConversion.refuseTimeOfDay(operands.get(1), call);
      }
      case EXTRACT -> operands.set(0, TimeConversion.extractUnit(operands.get(0), call));
      case FORMAT_TIME, PARSE_TIME -> constantText(operands.get(1), "pattern", call);
      default -> {}
    }
    return new Call(function, operands, type, position);
  }

  /** Each operand that can be NULL gives way to one of the others: NULLs do not take part. */
  private static List<Expression> withoutNulls(List<Expression> operands, DataType type) {
    List<Expression> result = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      List<Expression> conditions = new ArrayList<>();
      List<Expression> values = new ArrayList<>();
      Expression last = operands.get(i);
      for (int k = 1; k < operands.size() && last.type().nullable(); k++) {
        conditions.add(
            new Call(
                Function.IS_NOT_NULL, List.of(last), DataType.BOOLEAN.notNull(), Optional.empty()));
        values.add(last);
        last = operands.get((i + k) % operands.size());
      }
      result.add(conditions.isEmpty() ? last : new Expression.Case(conditions, values, last, type));
    }
    return result;
  }

  /** A function without own form, by a name that it is also called by. */
  static Expression named(ExpressionConverter converter, RexCall call, String name) {
    return byName(
            converter,
            call,
            name,
            ExpressionConverter.type(call),
            ExpressionConverter.position(call))
        .orElseThrow(() -> notSupported(call, ""));
  }

  static Expression convert(ExpressionConverter converter, RexCall call) {
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    DataType type = ExpressionConverter.type(call);
    if (call.getOperator() instanceof SqlLikeOperator like) {
      return like(converter, call, like);
    }
    return switch (call.getKind()) {
      case FLOOR, CEIL -> floor(converter, call);
      case EXTRACT -> TimeConversion.extract(converter, call);
      case TRIM -> trim(converter, call);
      case POSITION -> position(converter, call);
      case MINUS_PREFIX, PLUS_PREFIX -> ArithmeticConversion.convert(converter, call);
      default -> {
        Optional<Expression> found = byName(converter, call, name, type, position);
        yield found.orElseGet(() -> converter.foreign(call));
      }
    };
  }

  private static Optional<Expression> byName(
      ExpressionConverter converter,
      RexCall call,
      String name,
      DataType type,
      Optional<SourcePosition> position) {
    return switch (name) {
      case "UPPER", "UCASE" -> Optional.of(converter.simple(call, Function.UPPER));
      case "LOWER", "LCASE" -> Optional.of(converter.simple(call, Function.LOWER));
      case "||" ->
          type.kind() == TypeKind.ARRAY
              ? Optional.of(NestedConversion.concat(converter, call))
              : Optional.of(converter.simple(call, Function.CONCAT));
      case "BITAND" -> bitwise(converter, call, Function.BIT_AND, type);
      case "BITOR" -> bitwise(converter, call, Function.BIT_OR, type);
      case "BITXOR" -> bitwise(converter, call, Function.BIT_XOR, type);
      case "ABS" -> Optional.of(sameType(converter, call, Function.ABSOLUTE, type));
      case "SIGN" -> Optional.of(sameType(converter, call, Function.SIGN, type));
      case "ROUND" -> Optional.of(round(converter, call, Function.ROUND, type));
      case "TRUNCATE", "TRUNC" ->
          call.getOperands().get(0).getType().getSqlTypeName().getFamily() == SqlTypeFamily.NUMERIC
              ? Optional.of(round(converter, call, Function.TRUNCATE, type))
              : Optional.empty();
      case "CHAR_LENGTH", "CHARACTER_LENGTH" ->
          Optional.of(converter.simple(call, Function.CHARACTER_LENGTH));
      case "STRPOS", "INSTR" -> {
        List<Expression> operands = converter.operands(call);
        yield Optional.of(
            new Call(Function.POSITION, List.of(operands.get(1), operands.get(0)), type, position));
      }
      case "LTRIM", "RTRIM", "BTRIM" -> Optional.of(trimNamed(converter, call, name, type));
      default -> TimeConversion.byName(converter, call, name);
    };
  }

  private static Expression like(
      ExpressionConverter converter, RexCall call, SqlLikeOperator operator) {
    DataType type = ExpressionConverter.type(call);
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    Function function;
    switch (operator.getName().toUpperCase(Locale.ROOT)) {
      case "LIKE", "NOT LIKE" -> function = Function.LIKE;
      case "ILIKE", "NOT ILIKE" -> function = Function.ILIKE;
      case "RLIKE", "NOT RLIKE" -> function = Function.REGEXP_LIKE;
      default -> {
        return converter.foreign(call);
      }
    }
    Expression found = new Call(function, converter.operands(call), type, position);
    return operator.isNegated() ? new Call(Function.NOT, List.of(found), type, position) : found;
  }

  /** Of whole numbers; Calcite has what remains, which is binary. */
  private static Optional<Expression> bitwise(
      ExpressionConverter converter, RexCall call, Function function, DataType type) {
    if (!type.kind().isInteger()) {
      return Optional.empty();
    }
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    List<Expression> operands = new ArrayList<>(converter.operands(call));
    operands.replaceAll(operand -> Casts.to(operand, type, position));
    return Optional.of(new Call(function, operands, type, position));
  }

  private static Expression sameType(
      ExpressionConverter converter, RexCall call, Function function, DataType type) {
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    Expression operand = Casts.to(converter.operands(call).get(0), type, position);
    return new Call(function, List.of(operand), type, position);
  }

  private static Expression round(
      ExpressionConverter converter, RexCall call, Function function, DataType type) {
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    List<Expression> operands = new ArrayList<>(converter.operands(call));
    if (type.kind() != TypeKind.DECIMAL || operands.get(0).type().kind() != TypeKind.DECIMAL) {
      operands.set(0, Casts.to(operands.get(0), type, position));
    }
    if (operands.size() > 1) {
      operands.set(1, Casts.to(operands.get(1), DataType.INTEGER, position));
    }
    return new Call(function, operands, type, position);
  }

  private static Expression floor(ExpressionConverter converter, RexCall call) {
    if (call.getOperands().size() > 1) {
      return TimeConversion.floor(converter, call);
    }
    DataType type = ExpressionConverter.type(call);
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    Expression operand = converter.convert(call.getOperands().get(0));
    if (operand.type().kind().isInteger()) {
      return Casts.to(operand, type, position);
    }
    Function function = call.getKind() == SqlKind.FLOOR ? Function.FLOOR : Function.CEILING;
    return new Call(function, List.of(operand), type, position);
  }

  /** The value of an argument that must be a literal. */
  static String constantText(Expression expression, String what, RexCall call) {
    if (expression instanceof Literal literal && literal.value() instanceof String text) {
      return text;
    }
    throw error(
            ErrorCode.NOT_SUPPORTED,
            "a " + what + " that is not constant in " + call.getOperator().getName())
        .at(ExpressionConverter.position(call))
        .build();
  }

  private static Expression trim(ExpressionConverter converter, RexCall call) {
    RexLiteral flag = (RexLiteral) call.getOperands().get(0);
    Function function =
        switch ((SqlTrimFunction.Flag) Objects.requireNonNull(flag.getValue())) {
          case BOTH -> Function.TRIM;
          case LEADING -> Function.TRIM_LEADING;
          case TRAILING -> Function.TRIM_TRAILING;
        };
    Expression characters = converter.convert(call.getOperands().get(1));
    Expression text = converter.convert(call.getOperands().get(2));
    return new Call(
        function,
        List.of(text, characters),
        ExpressionConverter.type(call),
        ExpressionConverter.position(call));
  }

  private static Expression trimNamed(
      ExpressionConverter converter, RexCall call, String name, DataType type) {
    List<Expression> operands = converter.operands(call);
    Function function =
        switch (name) {
          case "LTRIM" -> Function.TRIM_LEADING;
          case "RTRIM" -> Function.TRIM_TRAILING;
          default -> Function.TRIM;
        };
    Expression characters = operands.size() > 1 ? operands.get(1) : Literal.of(" ");
    return new Call(
        function, List.of(operands.get(0), characters), type, ExpressionConverter.position(call));
  }

  private static Expression position(ExpressionConverter converter, RexCall call) {
    if (call.getOperands().size() > 2) {
      return converter.foreign(call);
    }
    return converter.simple(call, Function.POSITION);
  }

  static MillraceException notSupported(RexCall call, String why) {
    return error(
            ErrorCode.FUNCTION_NOT_SUPPORTED, HiddenNames.shown(call.getOperator().getName()), why)
        .at(ExpressionConverter.position(call))
        .build();
  }
}
