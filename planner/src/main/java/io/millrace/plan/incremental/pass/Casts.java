package io.millrace.plan.incremental.pass;

import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Literal;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Conversions the planner adds; those of exact constants are done at once. */
public final class Casts {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final int NANOS_PER_MICRO = 1000;

  private Casts() {}

  /** The expression as that type, NULL as it may be. */
  public static Expression to(
      Expression expression, DataType type, Optional<SourcePosition> position) {
    DataType from = expression.type();
    DataType target = type.withNullable(from.nullable());
    if (sameValues(from, target)) {
      return expression;
    }
    if (expression instanceof Literal literal) {
      Optional<Expression> folded = fold(literal, target);
      if (folded.isPresent()) {
        return folded.get();
      }
    }
    if (from.kind().isJson() || target.kind().isJson()) {
      return JsonConversion.cast(expression, target, position);
    }
    if (from.kind().isNested() || target.kind().isNested()) {
      return NestedConversion.cast(expression, target, position);
    }
    return new Expression.Cast(expression, target, false, position);
  }

  /** Whether no value changes. */
  static boolean sameValues(DataType from, DataType to) {
    if (from.kind() != to.kind()) {
      return from.kind() == TypeKind.CHAR
          && to.kind() == TypeKind.VARCHAR
          && to.precision() == DataType.UNBOUNDED;
    }
    return switch (to.kind()) {
      case DECIMAL -> from.scale() == to.scale() && from.precision() == to.precision();
      case VARCHAR ->
          to.precision() == DataType.UNBOUNDED
              || (from.precision() != DataType.UNBOUNDED && from.precision() <= to.precision());
      case CHAR -> from.precision() == to.precision();
      case TIME, TIMESTAMP, TIMESTAMP_LTZ -> from.precision() <= to.precision();
      case ARRAY, MAP, ROW -> sameChildren(from, to);
      default -> true;
    };
  }

  private static boolean sameChildren(DataType from, DataType to) {
    if (from.children().size() != to.children().size()) {
      return false;
    }
    for (int i = 0; i < from.children().size(); i++) {
      DataType child = from.child(i);
      if (from.kind() == TypeKind.ROW
          && !from.children().get(i).name().equals(to.children().get(i).name())) {
        return false;
      }
      if (!sameValues(child, to.child(i)) || child.layout() != to.child(i).layout()) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Expression> fold(Literal literal, DataType target) {
    Object value = literal.value();
    if (value == null) {
      return Optional.of(Literal.nullOf(target));
    }
    if (value instanceof Long number && literal.type().kind().isInteger()) {
      return switch (target.kind()) {
        case TINYINT -> fits(number, Byte.MIN_VALUE, Byte.MAX_VALUE, target);
        case SMALLINT -> fits(number, Short.MIN_VALUE, Short.MAX_VALUE, target);
        case INTEGER -> fits(number, Integer.MIN_VALUE, Integer.MAX_VALUE, target);
        case BIGINT -> Optional.of(Literal.of(number, target));
        case DECIMAL -> decimal(BigDecimal.valueOf(number), target);
        case DOUBLE -> Optional.of(new Literal((double) number.longValue(), target));
        default -> Optional.empty();
      };
    }
    if (value instanceof BigDecimal number) {
      return switch (target.kind()) {
        case DECIMAL -> decimal(number, target);
        case DOUBLE -> Optional.of(new Literal(number.doubleValue(), target));
        default -> Optional.empty();
      };
    }
    if (value instanceof String text && target.kind() == TypeKind.DATE) {
      return date(text, target);
    }
    if (value instanceof String text && target.kind() == TypeKind.TIMESTAMP) {
      return timestamp(text, target);
    }
    if (value instanceof String text && target.kind() == TypeKind.VARCHAR) {
      boolean fits =
          target.precision() == DataType.UNBOUNDED
              || text.codePointCount(0, text.length()) <= target.precision();
      return fits ? Optional.of(new Literal(text, target)) : Optional.empty();
    }
    return Optional.empty();
  }

  /** What is not written in the plain form is left to the engine, which knows more of them. */
  private static Optional<Expression> date(String text, DataType target) {
    if (!text.matches("\\d{4}-\\d{2}-\\d{2}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Literal.of(LocalDate.parse(text).toEpochDay(), target));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Expression> timestamp(String text, DataType target) {
    if (target.precision() < 6
        || !text.matches("\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?")) {
      return Optional.empty();
    }
    try {
      LocalDateTime time = LocalDateTime.parse(text.replace(' ', 'T'));
      long micros =
          time.toEpochSecond(ZoneOffset.UTC) * MICROS_PER_SECOND + time.getNano() / NANOS_PER_MICRO;
      return Optional.of(Literal.of(micros, target));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Expression> fits(long value, long min, long max, DataType target) {
    return value >= min && value <= max ? Optional.of(Literal.of(value, target)) : Optional.empty();
  }

  private static Optional<Expression> decimal(BigDecimal value, DataType target) {
    if (value.stripTrailingZeros().scale() > target.scale()) {
      return Optional.empty();
    }
    BigDecimal scaled = value.setScale(target.scale());
    return scaled.precision() <= target.precision()
        ? Optional.of(new Literal(scaled, target))
        : Optional.empty();
  }
}
