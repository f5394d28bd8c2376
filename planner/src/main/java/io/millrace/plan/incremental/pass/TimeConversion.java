package io.millrace.plan.incremental.pass;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** Functions of dates and times: units by any of their names, and what the batch's time is. */
final class TimeConversion {
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

  private TimeConversion() {}

  static Optional<Expression> byName(ExpressionConverter converter, RexCall call, String name) {
    DataType type = ExpressionConverter.type(call);
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    return switch (name) {
      case "CURRENT_TIMESTAMP", "NOW", "PROCTIME" ->
          Optional.of(
              batchTime(converter, call, BatchValue.CURRENT_TIMESTAMP, DataType.TIMESTAMP_LTZ));
      case "LOCALTIMESTAMP" ->
          Optional.of(batchTime(converter, call, BatchValue.LOCAL_TIMESTAMP, DataType.TIMESTAMP));
      case "CURRENT_DATE" ->
          Optional.of(batchTime(converter, call, BatchValue.CURRENT_DATE, DataType.DATE));
      case "LOCALTIME", "CURRENT_TIME" ->
          Optional.of(batchTime(converter, call, BatchValue.LOCAL_TIME, DataType.TIME));
      case "$UNIT_DIFFERENCE" -> Optional.of(difference(converter, call, type));
      case "DATEDIFF" -> Optional.of(dayDifference(converter, call, type));
      case "UNIX_DATE" -> Optional.of(dayNumber(converter, call, type));
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
      case "TIMESTAMP_MICROS" -> Optional.of(fromMicros(converter, call, type));
      case "UNIX_MILLIS" -> Optional.of(sinceEpoch(converter, call, "MILLISECOND", type));
      case "UNIX_MICROS" -> Optional.of(sinceEpoch(converter, call, "MICROSECOND", type));
      case "TO_TIMESTAMP_LTZ" -> Optional.of(toInstant(converter, call, type));
      default -> Optional.empty();
    };
  }

  private static Expression batchTime(
      ExpressionConverter converter, RexCall call, BatchValue value, DataType type) {
    converter.checkBatchTime(call);
    return new BatchTime(value, type.notNull());
  }

  /** {@code FLOOR(time TO unit)} and {@code CEIL(time TO unit)}. */
  static Expression floor(ExpressionConverter converter, RexCall call) {
    Literal unit = unitOf(call.getOperands().get(1), TRUNCATE_UNITS, call);
    Expression time = converter.convert(call.getOperands().get(0));
    refuseTimeOfDay(time, call);
    return new Call(
        call.getKind() == SqlKind.FLOOR ? Function.FLOOR_TIME : Function.CEIL_TIME,
        List.of(unit, time),
        ExpressionConverter.type(call),
        ExpressionConverter.position(call));
  }

  /** Times of day cannot be cut to a unit. */
  static void refuseTimeOfDay(Expression time, RexCall call) {
    if (time.type().kind() == TypeKind.TIME) {
      throw FunctionConversion.notSupported(call, " for time");
    }
  }

  static Expression extract(ExpressionConverter converter, RexCall call) {
    Literal unit = unitOf(call.getOperands().get(0), EXTRACT_UNITS, call);
    Expression time = converter.convert(call.getOperands().get(1));
    return new Call(
        Function.EXTRACT,
        List.of(unit, time),
        ExpressionConverter.type(call),
        ExpressionConverter.position(call));
  }

  /** With digits behind the point. */
  static Expression extract(ExpressionConverter converter, RexCall call, String unit) {
    return new Call(
        Function.EXTRACT,
        List.of(Literal.of(unit), converter.convert(call.getOperands().get(0))),
        ExpressionConverter.type(call),
        ExpressionConverter.position(call));
  }

  /** The unit that a function cuts to. */
  static Literal truncateUnit(Expression unit, RexCall call) {
    return unit(unit, TRUNCATE_UNITS, call);
  }

  /** The unit that a function takes out of a time. */
  static Literal extractUnit(Expression unit, RexCall call) {
    return unit(unit, EXTRACT_UNITS, call);
  }

  private static Literal unitOf(RexNode node, Set<String> known, RexCall call) {
    if (node instanceof RexLiteral literal && literal.getValue() instanceof TimeUnitRange range) {
      return unit(Literal.of(range.name()), known, call);
    }
    if (node instanceof RexLiteral literal && literal.getValue() instanceof Enum<?> unit) {
      return unit(Literal.of(unit.name()), known, call);
    }
    throw FunctionConversion.notSupported(call, " with this unit");
  }

  /** A unit as the engine writes it. */
  private static Literal unit(Expression expression, Set<String> known, RexCall call) {
    String text =
        FunctionConversion.constantText(expression, "unit", call).toUpperCase(Locale.ROOT);
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
          case "DECADES" -> "DECADE";
          case "CENTURIES" -> "CENTURY";
          default -> text;
        };
    if (!known.contains(name)) {
      throw error(
              ErrorCode.VALUE_INVALID,
              "\"" + text.toLowerCase(Locale.ROOT) + "\" is no unit of time here")
          .at(ExpressionConverter.position(call))
          .hint("units: " + String.join(", ", new TreeSet<>(known)).toLowerCase(Locale.ROOT))
          .build();
    }
    return Literal.of(name);
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

  /** Days since 1970. */
  private static Expression dayNumber(ExpressionConverter converter, RexCall call, DataType type) {
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    Expression day = Casts.to(converter.operands(call).get(0), DataType.DATE, position);
    return new Call(
        Function.UNIT_DIFFERENCE,
        List.of(Literal.of("DAY"), day, Literal.of(0L, DataType.DATE)),
        type,
        position);
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
    Expression date = Casts.to(operands.get(0), DataType.DATE, position);
    return new Call(Function.ADD_INTERVAL, List.of(date, interval), type, position);
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
    FunctionConversion.constantText(pattern, "pattern", call);
    return new Call(Function.FORMAT_TIME, List.of(instant, pattern), type, position);
  }

  /** The interval from 1970, whose differences are those of the times. */
  static Expression sinceEpoch(ExpressionConverter converter, RexCall call) {
    Expression time = converter.operands(call).get(0);
    return new Call(
        Function.TIME_DIFFERENCE,
        List.of(time, Literal.of(0L, time.type())),
        ExpressionConverter.type(call),
        ExpressionConverter.position(call));
  }

  private static Expression epoch(Optional<SourcePosition> position) {
    return new Call(
        Function.FROM_EPOCH_SECONDS,
        List.of(Literal.of(0L, DataType.BIGINT)),
        DataType.TIMESTAMP_LTZ.notNull(),
        position);
  }

  private static Expression fromMicros(ExpressionConverter converter, RexCall call, DataType type) {
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    Expression micros = Casts.to(converter.operands(call).get(0), DataType.BIGINT, position);
    Expression interval =
        new Call(
            Function.INTERVAL_MULTIPLY,
            List.of(Literal.of(1L, DataType.INTERVAL_DAY), micros),
            DataType.INTERVAL_DAY.withNullable(micros.type().nullable()),
            position);
    return new Call(Function.ADD_INTERVAL, List.of(epoch(position), interval), type, position);
  }

  /** Whole units since 1970, rounded down. */
  private static Expression sinceEpoch(
      ExpressionConverter converter, RexCall call, String unit, DataType type) {
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    Expression time = Casts.to(converter.operands(call).get(0), DataType.TIMESTAMP_LTZ, position);
    Expression floored =
        new Call(Function.FLOOR_TIME, List.of(Literal.of(unit), time), time.type(), position);
    return new Call(
        Function.UNIT_DIFFERENCE,
        List.of(Literal.of(unit), floored, epoch(position)),
        type,
        position);
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
              default ->
                  throw FunctionConversion.notSupported(
                      call, " with another precision than 0 or 3");
            }
            : Function.FROM_EPOCH_SECONDS;
    return new Call(function, List.of(value), type, position);
  }
}
