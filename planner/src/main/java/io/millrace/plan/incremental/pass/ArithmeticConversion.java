package io.millrace.plan.incremental.pass;

import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Call;
import io.millrace.plan.expression.Expression.Literal;
import io.millrace.plan.expression.Function;
import io.millrace.plan.physical.PlanRules;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexCall;

/** {@code + - * / %} on numbers, intervals and times. */
final class ArithmeticConversion {
  private ArithmeticConversion() {}

  static Expression convert(ExpressionConverter converter, RexCall call) {
    List<Expression> operands = converter.operands(call);
    DataType type = ExpressionConverter.type(call);
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    Expression first = operands.get(0);
    switch (call.getKind()) {
      case PLUS_PREFIX -> {
        return first;
      }
      case MINUS_PREFIX, CHECKED_MINUS_PREFIX -> {
        return negate(first, type, position);
      }
      default -> {}
    }
    Expression second = operands.get(1);
    if (isTime(first) && second.type().kind().isInterval()) {
      Expression interval =
          switch (call.getKind()) {
            case MINUS, CHECKED_MINUS -> negate(second, second.type(), position);
            default -> second;
          };
      return addInterval(first, interval, type, position);
    }
    if (isTime(second) && first.type().kind().isInterval()) {
      return addInterval(second, first, type, position);
    }
    if (isTime(first) && isTime(second)) {
      List<Expression> aligned = converter.aligned(operands, position);
      return new Call(Function.TIME_DIFFERENCE, aligned, type, position);
    }
    Function function =
        switch (call.getKind()) {
          case PLUS, CHECKED_PLUS -> Function.ADD;
          case MINUS, CHECKED_MINUS -> Function.SUBTRACT;
          case TIMES, CHECKED_TIMES -> Function.MULTIPLY;
          case DIVIDE, CHECKED_DIVIDE -> Function.DIVIDE;
          case MOD -> Function.MODULO;
          default -> throw new IllegalStateException("no arithmetic: " + call.getKind());
        };
    if (type.kind().isInterval()) {
      return interval(function, first, second, type, position);
    }
    boolean wide = converter.rules() != PlanRules.FIRST;
    if (function == Function.MODULO && type.kind().isInteger() && wide) {
      return remainder(first, second, type, position);
    }
    return new Call(
        function,
        List.of(operand(first, type, position), operand(second, type, position)),
        type,
        position);
  }

  /** The result has the divisor's type, which the dividend may not fit into. */
  private static Expression remainder(
      Expression first, Expression second, DataType type, Optional<SourcePosition> position) {
    DataType wide =
        CommonType.of(first.type(), second.type())
            .filter(common -> common.kind().isInteger())
            .orElse(type)
            .withNullable(type.nullable());
    Call remainder =
        new Call(
            Function.MODULO,
            List.of(Casts.to(first, wide, position), Casts.to(second, wide, position)),
            wide,
            position);
    return Casts.to(remainder, type, position);
  }

  /** Operands of whole and floating arithmetic have the result's type, of DECIMAL their own. */
  private static Expression operand(
      Expression expression, DataType result, Optional<SourcePosition> position) {
    if (result.kind() == TypeKind.DECIMAL) {
      return Casts.to(expression, CommonType.asDecimal(expression.type()), position);
    }
    return Casts.to(expression, result, position);
  }

  private static boolean isTime(Expression expression) {
    TypeKind kind = expression.type().kind();
    return kind == TypeKind.DATE || kind == TypeKind.TIME || kind.isTimestamp();
  }

  private static Expression addInterval(
      Expression time, Expression interval, DataType type, Optional<SourcePosition> position) {
    Expression operand = Casts.to(time, type, position);
    return new Call(Function.ADD_INTERVAL, List.of(operand, interval), type, position);
  }

  private static Expression interval(
      Function function,
      Expression first,
      Expression second,
      DataType type,
      Optional<SourcePosition> position) {
    if (function == Function.MULTIPLY) {
      boolean intervalFirst = first.type().kind().isInterval();
      Expression interval = intervalFirst ? first : second;
      Expression factor = intervalFirst ? second : first;
      if (interval instanceof Literal length
          && factor instanceof Literal number
          && length.value() instanceof Long micros
          && number.value() instanceof Long times) {
        return Literal.of(Math.multiplyExact(micros, times), type);
      }
      return new Call(
          Function.INTERVAL_MULTIPLY, List.of(interval, exact(factor, position)), type, position);
    }
    if (function == Function.DIVIDE) {
      Expression divisor = exact(second, position);
      Expression inverse =
          new Call(
              Function.DIVIDE,
              List.of(
                  new Literal(BigDecimal.ONE, DataType.decimal(1, 0).notNull()),
                  Casts.to(divisor, CommonType.asDecimal(divisor.type()), position)),
              DataType.decimal(DataType.MAX_DECIMAL_PRECISION, 18)
                  .withNullable(second.type().nullable()),
              position);
      return new Call(Function.INTERVAL_MULTIPLY, List.of(first, inverse), type, position);
    }
    return new Call(function, List.of(first, second), type, position);
  }

  private static Expression exact(Expression factor, Optional<SourcePosition> position) {
    return factor.type().kind().isFloating()
        ? Casts.to(factor, DataType.decimal(DataType.MAX_DECIMAL_PRECISION, 12), position)
        : factor;
  }

  private static Expression negate(
      Expression operand, DataType type, Optional<SourcePosition> position) {
    if (operand instanceof Literal literal) {
      Object value = literal.value();
      if (value instanceof Long number && number != Long.MIN_VALUE) {
        return Literal.of(-number, literal.type());
      }
      if (value instanceof BigDecimal number) {
        return new Literal(number.negate(), literal.type());
      }
      if (value instanceof Double number) {
        return new Literal(-number, literal.type());
      }
    }
    return new Call(Function.NEGATE, List.of(Casts.to(operand, type, position)), type, position);
  }
}
