package io.millrace.plan.expression;

import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Expressions as text in SQL's manner, without positions: for EXPLAIN with the columns' names, for
 * digests with their numbers.
 */
public final class ExpressionText {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private final IntFunction<String> columnName;
  private final boolean digest;

  private ExpressionText(IntFunction<String> columnName, boolean digest) {
    this.columnName = columnName;
    this.digest = digest;
  }

  /** With the columns' names. */
  public static String of(Expression expression, IntFunction<String> columnName) {
    return new ExpressionText(columnName, false).print(expression);
  }

  /** With the columns' numbers and every type: equal for expressions that compute the same. */
  public static String digest(Expression expression) {
    return new ExpressionText(index -> "$" + index, true).print(expression)
        + ":"
        + expression.type();
  }

  private String print(Expression expression) {
    if (expression instanceof Expression.ColumnReference column) {
      return columnName.apply(column.index());
    }
    if (expression instanceof Expression.Literal literal) {
      return literal(literal);
    }
    if (expression instanceof Expression.Call call) {
      return call(call);
    }
    if (expression instanceof Expression.Cast cast) {
      return (cast.nullOnFailure() ? "TRY_CAST(" : "CAST(")
          + print(cast.operand())
          + " AS "
          + cast.type().sql()
          + ")";
    }
    if (expression instanceof Expression.Case choice) {
      StringBuilder text = new StringBuilder("CASE");
      for (int i = 0; i < choice.conditions().size(); i++) {
        text.append(" WHEN ").append(print(choice.conditions().get(i)));
        text.append(" THEN ").append(print(choice.values().get(i)));
      }
      return text.append(" ELSE ").append(print(choice.otherwise())).append(" END").toString();
    }
    if (expression instanceof Expression.InList list) {
      return print(list.value())
          + " IN ("
          + join(new ArrayList<Expression>(list.constants()))
          + ")";
    }
    if (expression instanceof Expression.BatchTime time) {
      return time.value().name();
    }
    if (expression instanceof Expression.UserCall user) {
      return (digest ? user.code().signature() : user.name()) + "(" + join(user.arguments()) + ")";
    }
    if (expression instanceof Expression.Nested nested) {
      return nested.function().name().toLowerCase(Locale.ROOT)
          + "("
          + join(nested.arguments())
          + ")"
          + (digest ? ":" + nested.type() : "");
    }
    if (expression instanceof Expression.Lambda lambda) {
      return "("
          + join(new ArrayList<Expression>(lambda.parameters()))
          + ") -> "
          + print(lambda.body());
    }
    if (expression instanceof Expression.LambdaParameter parameter) {
      return "x" + parameter.number();
    }
    Expression.Foreign foreign = (Expression.Foreign) expression;
    return foreign.name().toLowerCase(Locale.ROOT) + "(" + join(foreign.arguments()) + ")";
  }

  private String join(List<Expression> expressions) {
    return expressions.stream().map(this::print).collect(Collectors.joining(", "));
  }

  private String call(Expression.Call call) {
    List<Expression> arguments = call.arguments();
    String infix = infix(call.function());
    if (!infix.isEmpty()) {
      return arguments.stream().map(this::operand).collect(Collectors.joining(" " + infix + " "));
    }
    return switch (call.function()) {
      case NOT -> "NOT " + operand(arguments.get(0));
      case NEGATE -> "-" + operand(arguments.get(0));
      case IS_NULL -> operand(arguments.get(0)) + " IS NULL";
      case IS_NOT_NULL -> operand(arguments.get(0)) + " IS NOT NULL";
      case IS_TRUE -> operand(arguments.get(0)) + " IS TRUE";
      case IS_NOT_TRUE -> operand(arguments.get(0)) + " IS NOT TRUE";
      case IS_FALSE -> operand(arguments.get(0)) + " IS FALSE";
      case IS_NOT_FALSE -> operand(arguments.get(0)) + " IS NOT FALSE";
      default -> call.function().name().toLowerCase(Locale.ROOT) + "(" + join(arguments) + ")";
    };
  }

  private String operand(Expression expression) {
    boolean compound =
        expression instanceof Expression.InList
            || (expression instanceof Expression.Call call && !infix(call.function()).isEmpty());
    return compound ? "(" + print(expression) + ")" : print(expression);
  }

  private static String infix(Function function) {
    return switch (function) {
      case EQUAL -> "=";
      case NOT_EQUAL -> "<>";
      case LESS -> "<";
      case LESS_OR_EQUAL -> "<=";
      case GREATER -> ">";
      case GREATER_OR_EQUAL -> ">=";
      case IS_DISTINCT_FROM -> "IS DISTINCT FROM";
      case IS_NOT_DISTINCT_FROM -> "IS NOT DISTINCT FROM";
      case AND -> "AND";
      case OR -> "OR";
      case ADD, ADD_INTERVAL -> "+";
      case SUBTRACT, TIME_DIFFERENCE -> "-";
      case MULTIPLY, INTERVAL_MULTIPLY -> "*";
      case DIVIDE -> "/";
      case MODULO -> "%";
      case CONCAT -> "||";
      case LIKE -> "LIKE";
      case ILIKE -> "ILIKE";
      default -> "";
    };
  }

  private static String literal(Expression.Literal literal) {
    Object value = literal.value();
    if (value == null) {
      return "NULL";
    }
    DataType type = literal.type();
    if (value instanceof String text) {
      return "'" + text.replace("'", "''") + "'";
    }
    if (value instanceof Expression.Binary binary) {
      StringBuilder hex = new StringBuilder("X'");
      binary.bytes().forEach(b -> hex.append(String.format("%02x", b)));
      return hex.append("'").toString();
    }
    if (value instanceof Long number) {
      return switch (type.kind()) {
        case DATE -> "DATE '" + LocalDate.ofEpochDay(number) + "'";
        case TIMESTAMP, TIMESTAMP_LTZ ->
            type.kind().sqlName().toUpperCase(Locale.ROOT) + " '" + timestamp(number) + "'";
        case TIME -> "TIME '" + java.time.LocalTime.ofNanoOfDay(number * 1000) + "'";
        case INTERVAL_DAY -> "INTERVAL " + duration(number);
        case INTERVAL_MONTH -> "INTERVAL " + number + " months";
        default -> number.toString();
      };
    }
    return type.kind() == TypeKind.BOOLEAN
        ? value.toString().toUpperCase(Locale.ROOT)
        : value.toString();
  }

  private static String timestamp(long micros) {
    Instant instant =
        Instant.ofEpochSecond(
            Math.floorDiv(micros, MICROS_PER_SECOND),
            Math.floorMod(micros, MICROS_PER_SECOND) * 1000);
    String text = TIMESTAMP.format(instant.atOffset(ZoneOffset.UTC));
    return text.replaceAll("\\.?0+$", "").length() < 19
        ? text.substring(0, 19)
        : text.replaceAll("\\.?0*$", "");
  }

  /** A length of time in the largest unit that fits: {@code 10 min}, {@code 1 h}. */
  public static String duration(long micros) {
    if (micros == 0) {
      return "0 s";
    }
    long[] sizes = {86_400_000_000L, 3_600_000_000L, 60_000_000L, 1_000_000L, 1_000L, 1L};
    String[] names = {"d", "h", "min", "s", "ms", "µs"};
    for (int i = 0; i < sizes.length; i++) {
      if (micros % sizes[i] == 0) {
        return micros / sizes[i] + " " + names[i];
      }
    }
    throw new IllegalStateException("a length is no multiple of a microsecond");
  }
}
