package io.millrace.plan.incremental.pass;

import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Call;
import io.millrace.plan.expression.Expression.Literal;
import io.millrace.plan.expression.Function;
import java.util.List;
import java.util.Optional;

/** The blanks that fill up a CHAR, which do not count when it is compared with other text. */
final class Padding {
  private static final String BLANK = " ";

  private Padding() {}

  /** What is compared instead of these values: CHAR and constants without blanks at their end. */
  static List<Expression> without(List<Expression> values) {
    DataType first = values.get(0).type();
    boolean padded = values.stream().anyMatch(Padding::isPadded);
    boolean alike =
        values.stream()
            .allMatch(
                value ->
                    value.type().kind() == TypeKind.CHAR
                        && value.type().precision() == first.precision());
    return padded && !alike ? values.stream().map(Padding::without).toList() : values;
  }

  /** Also what the validator has made longer text of, to have one type on both sides. */
  private static boolean isPadded(Expression value) {
    return value.type().kind() == TypeKind.CHAR
        || value instanceof Expression.Cast cast
            && cast.type().kind() == TypeKind.VARCHAR
            && cast.operand().type().kind() == TypeKind.CHAR;
  }

  private static Expression without(Expression value) {
    if (value instanceof Literal literal && literal.value() instanceof String text) {
      return Literal.of(text.replaceFirst(" +$", ""));
    }
    if (!isPadded(value)) {
      return value;
    }
    return new Call(
        Function.TRIM_TRAILING,
        List.of(value, Literal.of(BLANK)),
        DataType.STRING.withNullable(value.type().nullable()),
        Optional.empty());
  }
}
