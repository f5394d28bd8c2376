package io.millrace.exec.expression.codegen;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import io.millrace.api.types.TypeKind;
import io.millrace.exec.expression.runtime.TimePattern;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Function;
import java.util.List;
import java.util.Locale;

/** Dates, times and intervals. */
final class TimeWriter {
  private final ExpressionWriter writer;
  private final ExtractWriter extracts;

  TimeWriter(ExpressionWriter writer) {
    this.writer = writer;
    this.extracts = new ExtractWriter(writer, this);
  }

  Value batchTime(Expression.BatchTime time) {
    ClassWriter owner = writer.owner();
    String value =
        switch (time.value()) {
          case CURRENT_TIMESTAMP -> "batchTime";
          case LOCAL_TIMESTAMP -> owner.batchValue("long", owner.zone() + ".toLocal(batchTime)");
          case CURRENT_DATE -> owner.batchValue("int", owner.zone() + ".dateOf(batchTime)");
          case LOCAL_TIME ->
              owner.batchValue(
                  "long", "Math.floorMod(" + owner.zone() + ".toLocal(batchTime), Dates.DAY)");
        };
    return Value.of(Value.NEVER, value);
  }

  Value write(Expression.Call call) {
    List<Expression> arguments = call.arguments();
    return switch (call.function()) {
      case EXTRACT -> extracts.write(call, unit(call), arguments.get(1));
      case FLOOR_TIME, CEIL_TIME -> floor(call, unit(call), arguments.get(1));
      case ADD_INTERVAL -> addInterval(call, arguments.get(0), arguments.get(1));
      case TIME_DIFFERENCE -> difference(call, arguments.get(0), arguments.get(1));
      case UNIT_DIFFERENCE -> unitDifference(call, unit(call));
      case INTERVAL_MULTIPLY -> multiply(call);
      case FORMAT_TIME -> format(call);
      case PARSE_TIME -> {
        Value text = writer.write(arguments.get(0));
        yield writer.guarded(
            call.type(),
            text.isNull(),
            String.format(
                "Times.parse(%s, %s, %s)",
                text.range(), formatter(call), writer.site(call.position(), "PARSE_TIME")));
      }
      case FROM_EPOCH_SECONDS -> fromEpoch(call, "1000000L");
      case FROM_EPOCH_MILLIS -> fromEpoch(call, "1000L");
      case TUMBLE_START -> {
        Value time = writer.write(arguments.get(0));
        Value size = writer.writeAs(arguments.get(1), DataType.BIGINT);
        Value offset = writer.writeAs(arguments.get(2), DataType.BIGINT);
        yield writer.total(
            call.type(),
            time.isNull(),
            String.format(
                "Times.tumbleStart(%s, %s, %s)", time.first(), size.first(), offset.first()));
      }
      default -> throw new IllegalArgumentException("not of time: " + call.function());
    };
  }

  private static String unit(Expression.Call call) {
    Object unit = ((Expression.Literal) call.arguments().get(0)).value();
    return String.valueOf(unit).toUpperCase(Locale.ROOT);
  }

  static MillraceException unknownUnit(Expression.Call call, String unit, DataType type) {
    return MillraceException.error(ErrorCode.NOT_SUPPORTED, "unit " + unit + " of " + type.sql())
        .at(call.position())
        .build();
  }

  private Value fromEpoch(Expression.Call call, String factor) {
    Value value = writer.writeAs(call.arguments().get(0), DataType.BIGINT);
    return writer.guarded(
        call.type(),
        value.isNull(),
        "Times.multiply(" + value.first() + ", " + factor + ", " + writer.site(call) + ")");
  }

  /** The code of a time by the clock of the session's zone. */
  String local(String value, DataType type) {
    return type.kind() == TypeKind.TIMESTAMP_LTZ
        ? writer.owner().zone() + ".toLocal(" + value + ")"
        : value;
  }

  private Value floor(Expression.Call call, String unit, Expression argument) {
    DataType type = argument.type();
    boolean ceiling = call.function() == Function.CEIL_TIME;
    Value value = writer.write(argument);
    if (value.isAlways()) {
      return Value.nothing(type.layout());
    }
    String v = value.first();
    String isNull = value.isNull();
    String shortUnit = shortUnit(unit);
    if (type.kind() == TypeKind.DATE) {
      if (!shortUnit.isEmpty() || unit.equals("DAY")) {
        return value;
      }
      String floor = floorDay(call, unit, v, type);
      if (!ceiling) {
        return writer.guarded(type, isNull, floor);
      }
      Value begin = writer.guarded(DataType.DATE, isNull, floor);
      return writer.guarded(
          type,
          isNull,
          begin.first() + " == " + v + " ? " + v + " : " + nextPeriod(call, unit, begin.first()));
    }
    if (!shortUnit.isEmpty()) {
      // The wall clock decides, so that zones with half hours have their own hours; the distance
      // to it is the same on the instant's scale.
      String rest =
          type.kind() == TypeKind.TIME
              ? "Math.floorMod(" + v + ", " + shortUnit + ")"
              : "Math.floorMod(" + local(v, type) + ", " + shortUnit + ")";
      Value remainder = writer.guarded(DataType.BIGINT, isNull, rest);
      String floor = v + " - " + remainder.first();
      return writer.guarded(
          type,
          isNull,
          ceiling
              ? remainder.first() + " == 0L ? " + v + " : " + floor + " + " + shortUnit
              : floor);
    }
    if (!type.kind().isTimestamp()) {
      throw unknownUnit(call, unit, type);
    }
    String site = writer.site(call);
    Value local = writer.guarded(DataType.TIMESTAMP, isNull, local(v, type));
    Value day =
        writer.guarded(
            DataType.DATE,
            isNull,
            floorDay(call, unit, "Dates.dayOf(" + local.first() + ")", type));
    String begin = "Times.ofDay((long) " + day.first() + ", " + site + ")";
    String result = begin;
    if (ceiling) {
      result =
          String.format(
              "%s == %s ? %s : Times.ofDay((long) %s, %s)",
              begin, local.first(), local.first(), nextPeriod(call, unit, day.first()), site);
    }
    if (type.kind() == TypeKind.TIMESTAMP_LTZ) {
      result = writer.owner().zone() + ".toInstant(" + result + ")";
    }
    return writer.guarded(type, isNull, result);
  }

  /** The length of units up to the hour; empty for longer ones. */
  private static String shortUnit(String unit) {
    return switch (unit) {
      case "MICROSECOND" -> "1L";
      case "MILLISECOND" -> "1000L";
      case "SECOND" -> "Dates.SECOND";
      case "MINUTE" -> "Dates.MINUTE";
      case "HOUR" -> "Dates.HOUR";
      default -> "";
    };
  }

  private static String floorDay(Expression.Call call, String unit, String day, DataType type) {
    return switch (unit) {
      case "DAY" -> day;
      case "WEEK" -> "Dates.floorWeek(" + day + ")";
      case "MONTH" -> "Dates.floorMonths(" + day + ", 1)";
      case "QUARTER" -> "Dates.floorMonths(" + day + ", 3)";
      case "YEAR" -> "Dates.floorMonths(" + day + ", 12)";
      case "DECADE" -> "Dates.floorMonths(" + day + ", 120)";
      case "CENTURY" -> "Dates.floorYearsFromOne(" + day + ", 100)";
      case "MILLENNIUM" -> "Dates.floorYearsFromOne(" + day + ", 1000)";
      case "ISOYEAR" -> "Dates.floorIsoYear(" + day + ")";
      default -> throw unknownUnit(call, unit, type);
    };
  }

  private static String nextPeriod(Expression.Call call, String unit, String begin) {
    return switch (unit) {
      case "DAY" -> begin + " + 1";
      case "WEEK" -> begin + " + 7";
      case "MONTH" -> "(int) Dates.addMonths(" + begin + ", 1L)";
      case "QUARTER" -> "(int) Dates.addMonths(" + begin + ", 3L)";
      case "YEAR" -> "(int) Dates.addMonths(" + begin + ", 12L)";
      case "DECADE" -> "(int) Dates.addMonths(" + begin + ", 120L)";
      case "CENTURY" -> "(int) Dates.addMonths(" + begin + ", 1200L)";
      case "MILLENNIUM" -> "(int) Dates.addMonths(" + begin + ", 12000L)";
      case "ISOYEAR" -> "Dates.floorIsoYear(" + begin + " + 380)";
      default -> throw unknownUnit(call, unit, call.type());
    };
  }

  private Value addInterval(Expression.Call call, Expression time, Expression interval) {
    DataType type = time.type();
    Value a = writer.write(time);
    Value b = writer.write(interval);
    String isNull = ExpressionWriter.anyNull(a, b);
    String site = writer.site(call);
    String operands = a.first() + ", " + b.first();
    boolean months = interval.type().kind() == TypeKind.INTERVAL_MONTH;
    String expression =
        switch (type.kind()) {
          case DATE ->
              (months ? "Times.addMonthsToDate(" : "Times.addToDate(")
                  + operands
                  + ", "
                  + site
                  + ")";
          case TIME -> months ? a.first() : "Times.addToTime(" + operands + ")";
          case TIMESTAMP ->
              (months ? "Times.addMonths(" : "Integers.add(") + operands + ", " + site + ")";
          case TIMESTAMP_LTZ ->
              months
                  ? "Times.addMonths(" + operands + ", " + writer.owner().zone() + ", " + site + ")"
                  : "Integers.add(" + operands + ", " + site + ")";
          default -> throw new IllegalArgumentException("no time: " + type);
        };
    return writer.guarded(type, isNull, expression);
  }

  private Value difference(Expression.Call call, Expression later, Expression earlier) {
    Value a = writer.write(later);
    Value b = writer.writeAs(earlier, later.type());
    String isNull = ExpressionWriter.anyNull(a, b);
    String expression =
        later.type().layout() == Layout.INT
            ? String.format(
                "Times.ofDay((long) %s - (long) %s, %s)", a.first(), b.first(), writer.site(call))
            : String.format(
                "Integers.subtract(%s, %s, %s)", a.first(), b.first(), writer.site(call));
    return writer.guarded(call.type(), isNull, expression);
  }

  private Value unitDifference(Expression.Call call, String unit) {
    Expression later = call.arguments().get(1);
    Expression earlier = call.arguments().get(2);
    boolean elapsed = !shortUnit(unit).isEmpty();
    String site = writer.site(call);
    Value a = micros(later, elapsed, site);
    Value b = micros(earlier, elapsed, site);
    String isNull = ExpressionWriter.anyNull(a, b);
    String micros = "Integers.subtract(" + a.first() + ", " + b.first() + ", " + site + ")";
    String months = "Dates.monthsBetween(" + a.first() + ", " + b.first() + ")";
    String expression =
        switch (unit) {
          case "MICROSECOND", "MILLISECOND", "SECOND", "MINUTE", "HOUR" ->
              micros + " / " + shortUnit(unit);
          case "DAY" -> micros + " / Dates.DAY";
          case "WEEK" -> micros + " / (7L * Dates.DAY)";
          case "MONTH" -> months;
          case "QUARTER" -> months + " / 3L";
          case "YEAR" -> months + " / 12L";
          case "DECADE" -> months + " / 120L";
          case "CENTURY" -> months + " / 1200L";
          case "MILLENNIUM" -> months + " / 12000L";
          default -> throw unknownUnit(call, unit, later.type());
        };
    Value number = writer.guarded(DataType.BIGINT, isNull, expression);
    return writer.casts().convert(number, DataType.BIGINT, call.type(), site);
  }

  /** A time in µs: elapsed, or on the wall clock. */
  private Value micros(Expression time, boolean elapsed, String site) {
    Value value = writer.write(time);
    return switch (time.type().kind()) {
      case DATE ->
          writer.guarded(
              DataType.BIGINT,
              value.isNull(),
              "Times.ofDay((long) " + value.first() + ", " + site + ")");
      case TIMESTAMP_LTZ ->
          elapsed
              ? value
              : writer.guarded(DataType.BIGINT, value.isNull(), local(value.first(), time.type()));
      default -> value;
    };
  }

  private Value multiply(Expression.Call call) {
    DataType type = call.type();
    Value interval = writer.write(call.arguments().get(0));
    Expression by = call.arguments().get(1);
    boolean months = type.kind() == TypeKind.INTERVAL_MONTH;
    String bounds =
        months ? "Integer.MIN_VALUE, Integer.MAX_VALUE" : "Long.MIN_VALUE, Long.MAX_VALUE";
    DecimalOperand factor =
        DecimalOperand.write(writer, by, DataType.decimal(DataType.MAX_DECIMAL_PRECISION, 12));
    String narrow = months ? "(int) " : "";
    return writer.guarded(
        type,
        ExpressionWriter.anyNull(interval, factor.value()),
        String.format(
            "%sTimes.multiplyInterval(wide, (long) %s, %s, %d, %s, %s)",
            narrow, interval.first(), factor.words(), factor.scale(), bounds, writer.site(call)));
  }

  private Value format(Expression.Call call) {
    Expression time = call.arguments().get(0);
    Value value = writer.write(time);
    String site = writer.site(call.position(), "FORMAT_TIME");
    String format = formatter(call);
    String out = writer.buffer();
    String statement =
        switch (time.type().kind()) {
          case TIMESTAMP_LTZ ->
              String.format(
                  "Times.formatInstant(%s, %s, %s, %s, %s);",
                  out, value.first(), writer.owner().zone(), format, site);
          case DATE ->
              String.format(
                  "Times.format(%s, Times.ofDay((long) %s, %s), %s, %s);",
                  out, value.first(), site, format, site);
          default ->
              String.format("Times.format(%s, %s, %s, %s);", out, value.first(), format, site);
        };
    return writer.newText(value.isNull(), statement);
  }

  private String formatter(Expression.Call call) {
    String pattern = String.valueOf(((Expression.Literal) call.arguments().get(1)).value());
    try {
      return writer.owner().constant(new TimePattern(pattern), "TimePattern");
    } catch (IllegalArgumentException bad) {
      throw MillraceException.error(
              ErrorCode.VALUE_INVALID,
              "the pattern '" + pattern + "' is not valid: " + bad.getMessage())
          .at(call.position())
          .hint("letters have the meaning of java.time.format.DateTimeFormatter")
          .build();
    }
  }
}
