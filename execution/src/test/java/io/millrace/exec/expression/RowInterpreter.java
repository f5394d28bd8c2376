package io.millrace.exec.expression;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.expression.Expression;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Evaluates an expression for one row, slowly, with boxed values and the JDK's arithmetic. */
final class RowInterpreter {
  private final List<Object> row;

  RowInterpreter(List<Object> row) {
    this.row = row;
  }

  Object evaluate(Expression expression) {
    if (expression instanceof Expression.ColumnReference column) {
      return row.get(column.index());
    } else if (expression instanceof Expression.Literal literal) {
      return literal(literal);
    } else if (expression instanceof Expression.Cast cast) {
      Object value = evaluate(cast.operand());
      try {
        return value == null ? null : convert(value, cast.type());
      } catch (MillraceException error) {
        if (cast.nullOnFailure()) {
          return null;
        }
        throw error;
      }
    } else if (expression instanceof Expression.Case choice) {
      for (int i = 0; i < choice.conditions().size(); i++) {
        if (Boolean.TRUE.equals(evaluate(choice.conditions().get(i)))) {
          return evaluate(choice.values().get(i));
        }
      }
      return evaluate(choice.otherwise());
    } else if (expression instanceof Expression.InList list) {
      Object value = evaluate(list.value());
      if (value == null) {
        return null;
      }
      boolean unknown = false;
      for (Expression.Literal constant : list.constants()) {
        Object candidate = literal(constant);
        if (candidate == null) {
          unknown = true;
        } else if (compare(candidate, value) == 0) {
          return true;
        }
      }
      return unknown ? null : false;
    }
    return call((Expression.Call) expression);
  }

  private static Object literal(Expression.Literal literal) {
    Object value = literal.value();
    if (value == null) {
      return null;
    }
    return switch (literal.type().kind()) {
      case INTEGER -> ((Number) value).intValue();
      case TIMESTAMP ->
          LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC)
              .plus(((Number) value).longValue(), ChronoUnit.MICROS);
      default -> value;
    };
  }

  private Object call(Expression.Call call) {
    switch (call.function()) {
      case AND, OR -> {
        return junction(call);
      }
      case IS_NULL -> {
        return operand(call, 0) == null;
      }
      case IS_NOT_NULL -> {
        return operand(call, 0) != null;
      }
      case IS_TRUE -> {
        return Boolean.TRUE.equals(operand(call, 0));
      }
      case IS_NOT_TRUE -> {
        return !Boolean.TRUE.equals(operand(call, 0));
      }
      case IS_FALSE -> {
        return Boolean.FALSE.equals(operand(call, 0));
      }
      case IS_NOT_FALSE -> {
        return !Boolean.FALSE.equals(operand(call, 0));
      }
      case IS_DISTINCT_FROM -> {
        return !same(operand(call, 0), operand(call, 1));
      }
      case IS_NOT_DISTINCT_FROM -> {
        return same(operand(call, 0), operand(call, 1));
      }
      default -> {
        // The others give NULL for NULL.
      }
    }
    List<Object> values = new ArrayList<>();
    boolean isNull = false;
    for (Expression argument : call.arguments()) {
      Object value = evaluate(argument);
      values.add(value);
      isNull |= value == null;
    }
    return isNull ? null : strict(call, values);
  }

  private Object operand(Expression.Call call, int index) {
    return evaluate(call.arguments().get(index));
  }

  private static boolean same(Object a, Object b) {
    return a == null || b == null ? a == b : compare(a, b) == 0;
  }

  private Object junction(Expression.Call call) {
    boolean and = call.function() == io.millrace.plan.expression.Function.AND;
    boolean unknown = false;
    for (Expression argument : call.arguments()) {
      Object value = evaluate(argument);
      if (value == null) {
        unknown = true;
      } else if ((Boolean) value != and) {
        return !and;
      }
    }
    return unknown ? null : and;
  }

  private static Object strict(Expression.Call call, List<Object> values) {
    Object a = values.get(0);
    Object b = values.size() > 1 ? values.get(1) : null;
    DataType type = call.type();
    return switch (call.function()) {
      case EQUAL -> compare(a, b) == 0;
      case NOT_EQUAL -> compare(a, b) != 0;
      case LESS -> compare(a, b) < 0;
      case LESS_OR_EQUAL -> compare(a, b) <= 0;
      case GREATER -> compare(a, b) > 0;
      case GREATER_OR_EQUAL -> compare(a, b) >= 0;
      case NOT -> !(Boolean) a;
      case GREATEST -> convert(compare(b, a) > 0 ? b : a, type);
      case LEAST -> convert(compare(b, a) < 0 ? b : a, type);
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO -> arithmetic(call, a, b);
      case NEGATE -> a instanceof Double value ? (Object) (-value) : fit(exact(a).negate(), type);
      case ABSOLUTE ->
          a instanceof Double value ? (Object) Math.abs(value) : fit(exact(a).abs(), type);
      case CONCAT -> (String) a + b;
      case UPPER -> ((String) a).toUpperCase(Locale.ROOT);
      case LOWER -> ((String) a).toLowerCase(Locale.ROOT);
      case REVERSE -> new StringBuilder((String) a).reverse().toString();
      case TRIM -> ((String) a).replaceAll("^ +", "").replaceAll(" +$", "");
      case CHARACTER_LENGTH -> ((String) a).codePointCount(0, ((String) a).length());
      case SUBSTRING -> substring((String) a, (Integer) b, (Integer) values.get(2));
      case EXTRACT -> extract((String) a, (LocalDateTime) b);
      case FLOOR_TIME -> floor((String) a, (LocalDateTime) b);
      default -> throw new IllegalArgumentException("not interpreted: " + call.function());
    };
  }

  private static String substring(String text, int start, int length) {
    int[] characters = text.codePoints().toArray();
    StringBuilder result = new StringBuilder();
    for (int i = start; i < start + length; i++) {
      if (i >= 1 && i <= characters.length) {
        result.appendCodePoint(characters[i - 1]);
      }
    }
    return result.toString();
  }

  private static long extract(String unit, LocalDateTime time) {
    return switch (unit) {
      case "YEAR" -> time.getYear();
      case "MONTH" -> time.getMonthValue();
      case "DAY" -> time.getDayOfMonth();
      case "DOY" -> time.getDayOfYear();
      case "HOUR" -> time.getHour();
      case "SECOND" -> time.getSecond();
      default -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    };
  }

  private static LocalDateTime floor(String unit, LocalDateTime time) {
    LocalDateTime day = time.truncatedTo(ChronoUnit.DAYS);
    return switch (unit) {
      case "HOUR" -> time.truncatedTo(ChronoUnit.HOURS);
      case "DAY" -> day;
      case "WEEK" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case "MONTH" -> day.withDayOfMonth(1);
      case "QUARTER" -> day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1);
      default -> day.withDayOfYear(1);
    };
  }

  private static Object arithmetic(Expression.Call call, Object a, Object b) {
    DataType type = call.type();
    if (type.kind() == TypeKind.DOUBLE) {
      double x = (Double) a;
      double y = (Double) b;
      return switch (call.function()) {
        case ADD -> x + y;
        case SUBTRACT -> x - y;
        case MULTIPLY -> x * y;
        default -> {
          if (y == 0) {
            throw error(ErrorCode.DIVIDE_BY_ZERO);
          }
          yield call.function() == io.millrace.plan.expression.Function.DIVIDE ? x / y : x % y;
        }
      };
    }
    BigDecimal x = exact(a);
    BigDecimal y = exact(b);
    return switch (call.function()) {
      case ADD -> fit(x.add(y), type);
      case SUBTRACT -> fit(x.subtract(y), type);
      case MULTIPLY -> fit(x.multiply(y), type);
      default -> {
        if (y.signum() == 0) {
          throw error(ErrorCode.DIVIDE_BY_ZERO);
        }
        if (call.function() == io.millrace.plan.expression.Function.MODULO) {
          yield fit(x.remainder(y), type);
        }
        RoundingMode mode =
            type.kind() == TypeKind.DECIMAL ? RoundingMode.HALF_UP : RoundingMode.DOWN;
        yield fit(x.divide(y, type.scale(), mode), type);
      }
    };
  }

  private static BigDecimal exact(Object value) {
    return value instanceof BigDecimal decimal
        ? decimal
        : BigDecimal.valueOf(((Number) value).longValue());
  }

  /** The value in its type, or an overflow. */
  private static Object fit(BigDecimal value, DataType type) {
    return switch (type.kind()) {
      case INTEGER -> {
        if (value.compareTo(BigDecimal.valueOf((int) value.longValue())) != 0) {
          throw error(ErrorCode.ARITHMETIC_OVERFLOW, value, "integer");
        }
        yield value.intValue();
      }
      case BIGINT -> {
        if (value.toBigInteger().bitLength() > 63) {
          throw error(ErrorCode.ARITHMETIC_OVERFLOW, value, "bigint");
        }
        yield value.longValue();
      }
      default -> {
        BigDecimal scaled = value.setScale(type.scale(), RoundingMode.HALF_UP);
        if (scaled.unscaledValue().abs().compareTo(BigInteger.TEN.pow(type.precision())) >= 0) {
          throw error(ErrorCode.ARITHMETIC_OVERFLOW, value, type.sql());
        }
        yield scaled;
      }
    };
  }

  private static Object convert(Object value, DataType type) {
    switch (type.kind()) {
      case VARCHAR -> {
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
      }
      case DOUBLE -> {
        return ((Number) value).doubleValue();
      }
      case INTEGER, BIGINT -> {
        return value instanceof BigDecimal decimal
            ? fit(decimal.setScale(0, RoundingMode.DOWN), type)
            : fit(exact(value), type);
      }
      case DECIMAL -> {
        return fit(exact(value), type);
      }
      default -> {
        return value;
      }
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static int compare(Object a, Object b) {
    if (a instanceof Double x && b instanceof Double y) {
      return Double.compare(x == 0 ? 0.0 : x, y == 0 ? 0.0 : y);
    }
    if (a instanceof String x && b instanceof String y) {
      return Arrays.compareUnsigned(
          x.getBytes(StandardCharsets.UTF_8), y.getBytes(StandardCharsets.UTF_8));
    }
    return ((Comparable) a).compareTo(b);
  }

  private static MillraceException error(ErrorCode code, Object... parameters) {
    return MillraceException.error(code, parameters).build();
  }
}
