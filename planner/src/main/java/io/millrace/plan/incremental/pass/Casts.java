package io.millrace.plan.incremental.pass;

import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Literal;
import java.math.BigDecimal;
import java.util.Optional;

/** Conversions the planner adds; those of exact constants are done at once. */
public final class Casts {
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
      default -> true;
    };
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
    if (value instanceof String text && target.kind() == TypeKind.VARCHAR) {
      boolean fits =
          target.precision() == DataType.UNBOUNDED
              || text.codePointCount(0, text.length()) <= target.precision();
      return fits ? Optional.of(new Literal(text, target)) : Optional.empty();
    }
    return Optional.empty();
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
