package io.millrace.exec.expression.codegen;

import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.expression.Expression;

/** EXTRACT: one number out of a date, a time or an interval. */
final class ExtractWriter {
  private final ExpressionWriter writer;
  private final TimeWriter times;

  ExtractWriter(ExpressionWriter writer, TimeWriter times) {
    this.writer = writer;
    this.times = times;
  }

  Value write(Expression.Call call, String unit, Expression argument) {
    DataType from = argument.type();
    Value value = writer.write(argument);
    if (value.isAlways()) {
      return Value.nothing(call.type().layout());
    }
    if (call.type().kind() == TypeKind.DECIMAL) {
      return writer.guarded(call.type(), value.isNull(), exact(call, unit, value.first(), from));
    }
    String isNull = value.isNull();
    String expression =
        switch (from.kind()) {
          case INTERVAL_DAY -> interval(call, unit, value.first(), from);
          case INTERVAL_MONTH ->
              switch (unit) {
                case "YEAR" -> value.first() + " / 12";
                case "MONTH" -> value.first() + " % 12";
                case "QUARTER" -> value.first() + " % 12 / 3 + 1";
                default -> throw TimeWriter.unknownUnit(call, unit, from);
              };
          case TIME -> timeOfDay(call, unit, value.first(), from);
          case DATE -> date(call, unit, value.first(), from);
          case TIMESTAMP, TIMESTAMP_LTZ -> timestamp(call, unit, value, from);
          default -> throw TimeWriter.unknownUnit(call, unit, from);
        };
    Value number = writer.guarded(DataType.BIGINT, isNull, "(long) (" + expression + ")");
    return writer.casts().convert(number, DataType.BIGINT, call.type(), writer.site(call));
  }

  /** Microseconds, which are the digits of SECOND, MILLISECOND and EPOCH without their point. */
  private String exact(Expression.Call call, String unit, String value, DataType from) {
    if (from.kind() == TypeKind.DATE) {
      return unit.equals("EPOCH") ? value + " * Dates.DAY" : "0L";
    }
    if (from.kind() == TypeKind.INTERVAL_MONTH) {
      throw TimeWriter.unknownUnit(call, unit, from);
    }
    if (unit.equals("EPOCH")) {
      return value;
    }
    return from.kind() == TypeKind.INTERVAL_DAY
        ? value + " % Dates.MINUTE"
        : "Math.floorMod(" + times.local(value, from) + ", Dates.MINUTE)";
  }

  private String timestamp(Expression.Call call, String unit, Value value, DataType from) {
    if (unit.equals("EPOCH")) {
      return "Math.floorDiv(" + value.first() + ", Dates.SECOND)";
    }
    String local = times.local(value.first(), from);
    if (isTimeOfDay(unit)) {
      return timeOfDay(call, unit, "Math.floorMod(" + local + ", Dates.DAY)", from);
    }
    return date(call, unit, "Dates.dayOf(" + local + ")", from);
  }

  private static boolean isTimeOfDay(String unit) {
    return switch (unit) {
      case "HOUR", "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND" -> true;
      default -> false;
    };
  }

  private static String timeOfDay(Expression.Call call, String unit, String time, DataType from) {
    return switch (unit) {
      case "HOUR" -> time + " / Dates.HOUR";
      case "MINUTE" -> time + " / Dates.MINUTE % 60L";
      case "SECOND" -> time + " / Dates.SECOND % 60L";
      case "MILLISECOND" -> time + " % Dates.MINUTE / 1000L";
      case "MICROSECOND" -> time + " % Dates.MINUTE";
      case "EPOCH" -> time + " / Dates.SECOND";
      default -> throw TimeWriter.unknownUnit(call, unit, from);
    };
  }

  private static String interval(Expression.Call call, String unit, String value, DataType from) {
    return switch (unit) {
      case "DAY" -> value + " / Dates.DAY";
      case "WEEK" -> value + " / (7L * Dates.DAY)";
      case "HOUR" -> value + " % Dates.DAY / Dates.HOUR";
      default -> timeOfDay(call, unit, value, from);
    };
  }

  private static String date(Expression.Call call, String unit, String day, DataType from) {
    return switch (unit) {
      case "YEAR" -> "Dates.year(" + day + ")";
      case "QUARTER" -> "Dates.quarter(" + day + ")";
      case "MONTH" -> "Dates.month(" + day + ")";
      case "WEEK" -> "Dates.isoWeek(" + day + ")";
      case "DAY" -> "Dates.day(" + day + ")";
      case "DOW" -> "Dates.dayOfWeek(" + day + ")";
      case "ISODOW" -> "Dates.isoDayOfWeek(" + day + ")";
      case "DOY" -> "Dates.dayOfYear(" + day + ")";
      case "ISOYEAR" -> "Dates.isoYear(" + day + ")";
      case "DECADE" -> "Dates.decade(" + day + ")";
      case "CENTURY" -> "Dates.century(" + day + ")";
      case "MILLENNIUM" -> "Dates.millennium(" + day + ")";
      case "EPOCH" -> "(long) " + day + " * 86400L";
      case "HOUR", "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND" -> "0L";
      default -> throw TimeWriter.unknownUnit(call, unit, from);
    };
  }
}
