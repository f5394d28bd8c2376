package io.millrace.plan.expression;

import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.expression.Expression.Call;
import io.millrace.plan.expression.Expression.Cast;
import io.millrace.plan.expression.Expression.Literal;
import java.util.List;

/**
 * Which expressions can raise an error for some row, so that what guards them must come first. More
 * of them are known to be safe than {@link Expressions#canFail} knows: casts to what holds every
 * value, patterns and divisors that are constants, arithmetic whose result has room for it.
 */
public final class Failures {
  /** Dates within so many days of 1970, and spans as long, add up to dates that there are. */
  private static final long MANY_DAYS = 1_000_000;

  private static final long DAY_MICROS = 86_400_000_000L;

  private Failures() {}

  /** Whether evaluating it can raise an error. */
  public static boolean canFail(Expression expression) {
    if (expression instanceof Call call && !isTotal(call)) {
      return true;
    }
    if (expression instanceof Cast cast && !cast.nullOnFailure() && !holds(cast)) {
      return true;
    }
    if (expression instanceof Expression.Foreign
        || expression instanceof Expression.UserCall
        || expression instanceof Expression.Nested) {
      return true;
    }
    return Expressions.children(expression).stream().anyMatch(Failures::canFail);
  }

  private static boolean holds(Cast cast) {
    DataType from = cast.operand().type();
    DataType to = cast.type();
    if (from.kind().isInteger()) {
      return to.kind().isInteger()
          ? to.kind().ordinal() >= from.kind().ordinal()
          : to.kind().isFloating()
              || to.kind() == TypeKind.DECIMAL && digits(to) >= integerDigits(from.kind());
    }
    return switch (from.kind()) {
      case DECIMAL ->
          to.kind() == TypeKind.DOUBLE
              || to.kind() == TypeKind.DECIMAL
                  && to.scale() >= from.scale()
                  && digits(to) >= digits(from);
      case REAL -> to.kind() == TypeKind.REAL || to.kind() == TypeKind.DOUBLE;
      case DOUBLE -> to.kind() == TypeKind.DOUBLE;
      case CHAR, VARCHAR ->
          to.kind() == TypeKind.VARCHAR
              && (to.precision() == DataType.UNBOUNDED
                  || from.precision() != DataType.UNBOUNDED && from.precision() <= to.precision());
      case TIMESTAMP -> to.kind() == TypeKind.TIMESTAMP || to.kind() == TypeKind.DATE;
      case BOOLEAN, DATE -> to.kind() == from.kind();
      default -> false;
    };
  }

  private static int integerDigits(TypeKind kind) {
    return switch (kind) {
      case TINYINT -> 3;
      case SMALLINT -> 5;
      case INTEGER -> 10;
      default -> 19;
    };
  }

  /** Digits before the point. */
  private static int digits(DataType type) {
    return type.kind() == TypeKind.DECIMAL
        ? type.precision() - type.scale()
        : integerDigits(type.kind());
  }

  private static int scale(DataType type) {
    return type.kind() == TypeKind.DECIMAL ? type.scale() : 0;
  }

  private static boolean isTotal(Call call) {
    if (Expressions.isTotal(call.function())) {
      return true;
    }
    List<Expression> arguments = call.arguments();
    return switch (call.function()) {
      case BIT_AND,
          BIT_OR,
          BIT_XOR,
          TRIM,
          TRIM_LEADING,
          TRIM_TRAILING,
          OCTET_LENGTH,
          POSITION,
          REVERSE,
          INITCAP,
          GREATEST,
          LEAST ->
          true;
      case LIKE, ILIKE -> isPattern(arguments);
      case SUBSTRING ->
          arguments.subList(1, arguments.size()).stream()
              .allMatch(argument -> isWithin(argument, 0, Integer.MAX_VALUE));
      case EXTRACT ->
          arguments.get(1).type().kind() == TypeKind.DATE
              || arguments.get(1).type().kind() == TypeKind.TIMESTAMP;
      case DIVIDE -> call.type().kind().isInteger() && isWithin(arguments.get(1), 1);
      case MODULO -> call.type().kind().isInteger() && isWithin(arguments.get(1), 1);
      case ADD, SUBTRACT -> hasRoom(call, false);
      case MULTIPLY -> hasRoom(call, true);
      case ADD_INTERVAL -> isDate(arguments.get(0)) && isSpan(arguments.get(1));
      default -> false;
    };
  }

  /** A pattern is refused if it ends with its escape character, or that is not one character. */
  private static boolean isPattern(List<Expression> arguments) {
    if (!(arguments.get(1) instanceof Literal pattern)
        || !(pattern.value() instanceof String text)) {
      return false;
    }
    if (arguments.size() == 2) {
      return true;
    }
    return arguments.get(2) instanceof Literal escape
        && escape.value() instanceof String character
        && character.length() <= 1
        && (character.isEmpty() || !text.endsWith(character));
  }

  private static boolean isWithin(Expression expression, long least) {
    return isWithin(expression, least, Long.MAX_VALUE);
  }

  private static boolean isWithin(Expression expression, long least, long most) {
    return expression instanceof Literal literal
        && literal.value() instanceof Long number
        && number >= least
        && number <= most;
  }

  /** Whether a DECIMAL holds every sum or product of values of the arguments' types. */
  private static boolean hasRoom(Call call, boolean isProduct) {
    if (call.type().kind() != TypeKind.DECIMAL) {
      return false;
    }
    DataType first = call.arguments().get(0).type();
    DataType second = call.arguments().get(1).type();
    if (!first.kind().isExactNumeric() || !second.kind().isExactNumeric()) {
      return false;
    }
    int digits =
        isProduct ? digits(first) + digits(second) : Math.max(digits(first), digits(second)) + 1;
    int scale = isProduct ? scale(first) + scale(second) : Math.max(scale(first), scale(second));
    return digits(call.type()) >= digits && call.type().scale() >= scale;
  }

  private static boolean isDate(Expression expression) {
    return expression.type().kind() == TypeKind.DATE && isWithin(expression, -MANY_DAYS, MANY_DAYS)
        || expression.type().kind() == TypeKind.TIMESTAMP
            && isWithin(expression, -MANY_DAYS * DAY_MICROS, MANY_DAYS * DAY_MICROS);
  }

  private static boolean isSpan(Expression expression) {
    return switch (expression.type().kind()) {
      case INTERVAL_DAY -> isWithin(expression, -MANY_DAYS * DAY_MICROS, MANY_DAYS * DAY_MICROS);
      case INTERVAL_MONTH -> isWithin(expression, -MANY_DAYS / 31, MANY_DAYS / 31);
      default -> false;
    };
  }
}
