package io.millrace.plan.incremental.pass;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.BatchTime;
import io.millrace.plan.expression.Expression.BatchValue;
import io.millrace.plan.expression.Expression.Call;
import io.millrace.plan.expression.Expression.Literal;
import io.millrace.plan.expression.Function;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.type.SqlTypeFamily;

/** Functions by name: the fast path where there is one, else Calcite's own implementation. */
final class FunctionConversion {
  private static final Set<String> TRUNCATE_UNITS =
      Set.of(
          "MICROSECOND",
          "MILLISECOND",
          "SECOND",
          "MINUTE",
          "HOUR",
          "DAY",
          "WEEK",
          "MONTH",
          "QUARTER",
          "YEAR",
          "DECADE",
          "CENTURY");
  private static final Set<String> EXTRACT_UNITS =
      Set.of(
          "YEAR",
          "QUARTER",
          "MONTH",
          "WEEK",
          "DAY",
          "DOW",
          "ISODOW",
          "DOY",
          "HOUR",
          "MINUTE",
          "SECOND",
          "MILLISECOND",
          "MICROSECOND",
          "EPOCH",
          "CENTURY",
          "DECADE",
          "ISOYEAR");
  private static final Set<String> DIFFERENCE_UNITS =
      Set.of(
          "MICROSECOND",
          "MILLISECOND",
          "SECOND",
          "MINUTE",
          "HOUR",
          "DAY",
          "WEEK",
          "MONTH",
          "QUARTER",
          "YEAR");

  private FunctionConversion() {}

  /** One of our own functions: arguments as they are, but numbers as the function wants them. */
  static Expression fast(ExpressionConverter converter, RexCall call, Function function) {
    DataType type = ExpressionConverter.type(call);
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    List<Expression> operands = new ArrayList<>(converter.operands(call));
    switch (function) {
      case SQUARE_ROOT, POWER, EXPONENTIAL, LOGARITHM, LOGARITHM_10 ->
          operands.replaceAll(operand -> Casts.to(operand, DataType.DOUBLE, position));
      case SUBSTRING, LEFT, RIGHT, LPAD, RPAD, REPEAT, SPLIT_PART ->
          operands.replaceAll(
              operand ->
                  operand.type().kind().isInteger()
                      ? Casts.to(operand, DataType.INTEGER, position)
                      : operand);
      case GREATEST, LEAST -> operands.replaceAll(operand -> Casts.to(operand, type, position));
      case FROM_EPOCH_SECONDS, FROM_EPOCH_MILLIS ->
          operands.replaceAll(operand -> Casts.to(operand, DataType.BIGINT, position));
      case FLOOR_TIME -> operands.set(0, unit(operands.get(0), TRUNCATE_UNITS, call));
      case EXTRACT -> operands.set(0, unit(operands.get(0), EXTRACT_UNITS, call));
      case FORMAT_TIME, PARSE_TIME -> constantText(operands.get(1), "pattern", call);
      default -> {}
    }
    if (function == Function.FLOOR_TIME && operands.get(1).type().kind() == TypeKind.TIME) {
      throw notSupported(call, " for time");
    }
    return new Call(function, operands, type, position);
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
      case EXTRACT -> extract(converter, call);
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
      case "||" -> Optional.of(converter.simple(call, Function.CONCAT));
      case "ABS" -> Optional.of(sameType(converter, call, Function.ABSOLUTE, type));
      case "SIGN" -> Optional.of(sameType(converter, call, Function.SIGN, type));
      case "ROUND" -> Optional.of(round(converter, call, Function.ROUND, type));
      case "TRUNCATE", "TRUNC" ->
          call.getOperands().get(0).getType().getSqlTypeName().getFamily() == SqlTypeFamily.NUMERIC
              ? Optional.of(round(converter, call, Function.TRUNCATE, type))
              : Optional.empty();
      case "CHAR_LENGTH", "CHARACTER_LENGTH" ->
          Optional.of(converter.simple(call, Function.CHARACTER_LENGTH));
      case "CURRENT_TIMESTAMP", "NOW", "PROCTIME" ->
          Optional.of(
              batchTime(converter, call, BatchValue.CURRENT_TIMESTAMP, DataType.TIMESTAMP_LTZ));
      case "LOCALTIMESTAMP" ->
          Optional.of(batchTime(converter, call, BatchValue.LOCAL_TIMESTAMP, DataType.TIMESTAMP));
      case "CURRENT_DATE" ->
          Optional.of(batchTime(converter, call, BatchValue.CURRENT_DATE, DataType.DATE));
      case "LOCALTIME", "CURRENT_TIME" ->
          Optional.of(batchTime(converter, call, BatchValue.LOCAL_TIME, DataType.TIME));
      case "STRPOS", "INSTR" -> {
        List<Expression> operands = converter.operands(call);
        yield Optional.of(
            new Call(Function.POSITION, List.of(operands.get(1), operands.get(0)), type, position));
      }
      case "LTRIM", "RTRIM", "BTRIM" -> Optional.of(trimNamed(converter, call, name, type));
      case "UNIT_DIFFERENCE" -> Optional.of(difference(converter, call, type));
      case "DATEDIFF" -> Optional.of(dayDifference(converter, call, type));
      case "DATE_ADD", "DATE_SUB" -> Optional.of(addDays(converter, call, name, type));
      case "TO_TIMESTAMP", "TO_DATE" ->
          Optional.of(new Expression.Cast(converter.operands(call).get(0), type, false, position));
      case "UNIX_TIMESTAMP" ->
          Optional.of(
              new Call(
                  Function.EXTRACT,
                  List.of(Literal.of("EPOCH"), converter.operands(call).get(0)),
                  type,
                  position));
      case "FROM_UNIXTIME" -> Optional.of(fromUnixTime(converter, call, type));
      case "TO_TIMESTAMP_LTZ" -> Optional.of(toInstant(converter, call, type));
      default -> Optional.empty();
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
    operands.set(0, Casts.to(operands.get(0), type, position));
    if (operands.size() > 1) {
      operands.set(1, Casts.to(operands.get(1), DataType.INTEGER, position));
    }
    return new Call(function, operands, type, position);
  }

  private static Expression batchTime(
      ExpressionConverter converter, RexCall call, BatchValue value, DataType type) {
    converter.checkBatchTime(call);
    return new BatchTime(value, type.notNull());
  }

  private static Expression floor(ExpressionConverter converter, RexCall call) {
    DataType type = ExpressionConverter.type(call);
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    boolean floor = call.getKind() == SqlKind.FLOOR;
    if (call.getOperands().size() == 1) {
      Expression operand = converter.convert(call.getOperands().get(0));
      if (operand.type().kind().isInteger()) {
        return Casts.to(operand, type, position);
      }
      return new Call(floor ? Function.FLOOR : Function.CEILING, List.of(operand), type, position);
    }
    Literal unit = unitOf(call.getOperands().get(1), TRUNCATE_UNITS, call);
    Expression time = converter.convert(call.getOperands().get(0));
    if (time.type().kind() == TypeKind.TIME) {
      throw notSupported(call, " for time");
    }
    return new Call(
        floor ? Function.FLOOR_TIME : Function.CEIL_TIME, List.of(unit, time), type, position);
  }

  private static Expression extract(ExpressionConverter converter, RexCall call) {
    Literal unit = unitOf(call.getOperands().get(0), EXTRACT_UNITS, call);
    Expression time = converter.convert(call.getOperands().get(1));
    return new Call(
        Function.EXTRACT,
        List.of(unit, time),
        ExpressionConverter.type(call),
        ExpressionConverter.position(call));
  }

  private static Literal unitOf(RexNode node, Set<String> known, RexCall call) {
    if (node instanceof RexLiteral literal && literal.getValue() instanceof TimeUnitRange range) {
      return unit(Literal.of(range.name()), known, call);
    }
    if (node instanceof RexLiteral literal && literal.getValue() instanceof Enum<?> unit) {
      return unit(Literal.of(unit.name()), known, call);
    }
    throw notSupported(call, " with this unit");
  }

  /** A unit as the engine writes it. */
  private static Literal unit(Expression expression, Set<String> known, RexCall call) {
    String text = constantText(expression, "unit", call).toUpperCase(Locale.ROOT);
    String name =
        switch (text) {
          case "YY", "YYYY", "YEARS" -> "YEAR";
          case "QTR", "QUARTERS" -> "QUARTER";
          case "MON", "MM", "MONTHS" -> "MONTH";
          case "DD", "DAYS", "DAYOFMONTH" -> "DAY";
          case "WEEKS", "ISOWEEK" -> "WEEK";
          case "DAYOFWEEK" -> "DOW";
          case "DAYOFYEAR" -> "DOY";
          case "HOURS", "HH" -> "HOUR";
          case "MINUTES", "MI" -> "MINUTE";
          case "SECONDS", "SS" -> "SECOND";
          case "MILLISECONDS", "MS" -> "MILLISECOND";
          case "MICROSECONDS", "US" -> "MICROSECOND";
          default -> text;
        };
    if (!known.contains(name)) {
      throw error(
              ErrorCode.VALUE_INVALID,
              "\"" + text.toLowerCase(Locale.ROOT) + "\" is no unit of time here")
          .at(ExpressionConverter.position(call))
          .hint(
              "units: "
                  + String.join(", ", new java.util.TreeSet<>(known)).toLowerCase(Locale.ROOT))
          .build();
    }
    return Literal.of(name);
  }

  private static String constantText(Expression expression, String what, RexCall call) {
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

  private static Expression difference(ExpressionConverter converter, RexCall call, DataType type) {
    List<Expression> operands = converter.operands(call);
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    Literal unit = unit(operands.get(0), DIFFERENCE_UNITS, call);
    List<Expression> times = converter.aligned(List.of(operands.get(1), operands.get(2)), position);
    return new Call(
        Function.UNIT_DIFFERENCE, List.of(unit, times.get(0), times.get(1)), type, position);
  }

  /** Spark's {@code datediff(later, earlier)}: days between two dates. */
  private static Expression dayDifference(
      ExpressionConverter converter, RexCall call, DataType type) {
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    List<Expression> arguments = new ArrayList<>();
    arguments.add(Literal.of("DAY"));
    for (Expression operand : converter.operands(call)) {
      arguments.add(Casts.to(operand, DataType.DATE, position));
    }
    return new Call(Function.UNIT_DIFFERENCE, arguments, type, position);
  }

  private static Expression addDays(
      ExpressionConverter converter, RexCall call, String name, DataType type) {
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    List<Expression> operands = converter.operands(call);
    long day = name.equals("DATE_ADD") ? 86_400_000_000L : -86_400_000_000L;
    Expression interval =
        new Call(
            Function.INTERVAL_MULTIPLY,
            List.of(Literal.of(day, DataType.INTERVAL_DAY), operands.get(1)),
            DataType.INTERVAL_DAY.withNullable(operands.get(1).type().nullable()),
            position);
    return new Call(Function.ADD_INTERVAL, List.of(operands.get(0), interval), type, position);
  }

  private static Expression fromUnixTime(
      ExpressionConverter converter, RexCall call, DataType type) {
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    List<Expression> operands = converter.operands(call);
    Expression seconds = Casts.to(operands.get(0), DataType.BIGINT, position);
    Expression instant =
        new Call(
            Function.FROM_EPOCH_SECONDS,
            List.of(seconds),
            DataType.TIMESTAMP_LTZ.withNullable(type.nullable()),
            position);
    Expression pattern = operands.size() > 1 ? operands.get(1) : Literal.of("yyyy-MM-dd HH:mm:ss");
    constantText(pattern, "pattern", call);
    return new Call(Function.FORMAT_TIME, List.of(instant, pattern), type, position);
  }

  /** {@code TO_TIMESTAMP_LTZ(n, 0 | 3)}. */
  private static Expression toInstant(ExpressionConverter converter, RexCall call, DataType type) {
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    List<Expression> operands = converter.operands(call);
    Expression value = Casts.to(operands.get(0), DataType.BIGINT, position);
    Function function =
        operands.get(1) instanceof Literal literal && literal.value() instanceof Long precision
            ? switch (precision.intValue()) {
              case 0 -> Function.FROM_EPOCH_SECONDS;
              case 3 -> Function.FROM_EPOCH_MILLIS;
              default -> throw notSupported(call, " with another precision than 0 or 3");
            }
            : Function.FROM_EPOCH_SECONDS;
    return new Call(function, List.of(value), type, position);
  }

  static MillraceException notSupported(RexCall call, String why) {
    return error(
            ErrorCode.FUNCTION_NOT_SUPPORTED,
            call.getOperator().getName().toLowerCase(Locale.ROOT),
            why)
        .at(ExpressionConverter.position(call))
        .build();
  }
}
