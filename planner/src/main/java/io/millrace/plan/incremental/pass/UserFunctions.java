package io.millrace.plan.incremental.pass;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.DataType;
import io.millrace.plan.analyze.UserOperators;
import io.millrace.plan.catalog.Overload;
import io.millrace.plan.catalog.Overload.Argument;
import io.millrace.plan.catalog.UserFunction.JavaScalar;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Literal;
import io.millrace.plan.expression.JavaValues;
import io.millrace.plan.expression.ScalarCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexCall;
import org.jspecify.annotations.Nullable;

/** Calls of scalar functions in the user's Java code. */
final class UserFunctions {
  private UserFunctions() {}

  /**
   * A call, or its value if that is known.
   *
   * @param overState whether rows of the input may be taken back
   */
  static Expression convert(
      ExpressionConverter converter,
      RexCall call,
      UserOperators.Scalar operator,
      boolean overState) {
    JavaScalar function = operator.function();
    if (!function.deterministic() && overState) {
      throw error(
              ErrorCode.FUNCTION_NOT_DETERMINISTIC,
              function.name(),
              "it would be computed again whenever a row of the result changes")
          .at(ExpressionConverter.position(call))
          .hint("call it before the aggregate, in a query in FROM")
          .build();
    }
    List<Expression> given = converter.operands(call);
    Overload<ScalarCode> overload = choose(function.overloads(), given, call);
    List<Expression> arguments = cast(given, overload, call);
    boolean nullable = overload.result().nullable();
    for (int i = 0; i < arguments.size(); i++) {
      boolean skipped = overload.code().skipsNull(i);
      if (skipped && arguments.get(i) instanceof Literal literal && literal.value() == null) {
        return Literal.nullOf(overload.result());
      }
      nullable |= skipped && arguments.get(i).type().nullable();
    }
    Expression.UserCall made =
        new Expression.UserCall(
            function.name(),
            overload.code(),
            arguments,
            overload.result().withNullable(nullable),
            function.deterministic(),
            ExpressionConverter.position(call));
    return fold(made).orElse(made);
  }

  static <C> Overload<C> choose(List<Overload<C>> overloads, List<Expression> given, RexCall call) {
    List<Argument> arguments = new ArrayList<>();
    for (Expression expression : given) {
      Optional<Long> constant =
          expression instanceof Literal literal
                  && literal.value() instanceof Long number
                  && literal.type().kind().isInteger()
              ? Optional.of(number)
              : Optional.empty();
      arguments.add(new Argument(expression.type(), constant));
    }
    return Overload.choose(overloads, arguments)
        .orElseThrow(() -> new IllegalStateException("no overload takes what passed: " + call));
  }

  /** The arguments as the types of their parameters. */
  static List<Expression> cast(List<Expression> given, Overload<?> overload, RexCall call) {
    List<Expression> cast = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      DataType type = overload.parameters().get(i).target(given.get(i).type());
      cast.add(Casts.to(given.get(i), type, ExpressionConverter.position(call)));
    }
    return cast;
  }

  /**
   * The value of a call of constants. One that throws is left to run time, where it may never come
   * to it.
   */
  private static Optional<Expression> fold(Expression.UserCall call) {
    if (!call.deterministic() || !call.arguments().stream().allMatch(Literal.class::isInstance)) {
      return Optional.empty();
    }
    List<@Nullable Object> values = new ArrayList<>();
    call.arguments().forEach(argument -> values.add(JavaValues.of((Literal) argument)));
    try {
      Object value = call.code().newHandle().invokeWithArguments(values);
      return Optional.of(JavaValues.literal(call.type(), value));
    } catch (VirtualMachineError fatal) {
      throw fatal;
    } catch (Throwable thrown) {
      return Optional.empty();
    }
  }
}
