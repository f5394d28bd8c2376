package io.millrace.exec.expression.codegen;

import io.millrace.api.types.DataType;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.expression.Function;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rebuilds expressions for the code that is written. */
final class Trees {
  private static final int MAX_OPERANDS = 12;

  private Trees() {}

  /** The expression without positions, which tells whether two compute the same. */
  static Expression withoutPositions(Expression expression) {
    Expression inner = Expressions.mapChildren(expression, Trees::withoutPositions);
    if (inner instanceof Expression.Call call) {
      return new Expression.Call(call.function(), call.arguments(), call.type(), Optional.empty());
    } else if (inner instanceof Expression.Cast cast) {
      return new Expression.Cast(
          cast.operand(), cast.type(), cast.nullOnFailure(), Optional.empty());
    } else if (inner instanceof Expression.UserCall user) {
      return new Expression.UserCall(
          user.name(),
          user.code(),
          user.arguments(),
          user.type(),
          user.deterministic(),
          Optional.empty());
    } else if (inner instanceof Expression.Nested nested) {
      return new Expression.Nested(
          nested.function(), nested.arguments(), nested.type(), Optional.empty());
    }
    return inner;
  }

  /** Nests functions of many operands, so that none is too large for one method. */
  static Expression nest(Expression expression) {
    Expression inner = Expressions.mapChildren(expression, Trees::nest);
    if (inner instanceof Expression.Case choice && choice.conditions().size() > MAX_OPERANDS) {
      return nestCase(choice);
    }
    if (inner instanceof Expression.Call call
        && call.arguments().size() > MAX_OPERANDS
        && isAssociative(call.function())) {
      return nestCall(call);
    }
    return inner;
  }

  private static boolean isAssociative(Function function) {
    return switch (function) {
      case AND, OR, CONCAT, GREATEST, LEAST -> true;
      default -> false;
    };
  }

  private static Expression nestCall(Expression.Call call) {
    List<Expression> operands = call.arguments();
    List<Expression> groups = new ArrayList<>();
    for (int i = 0; i < operands.size(); i += MAX_OPERANDS) {
      List<Expression> group = operands.subList(i, Math.min(operands.size(), i + MAX_OPERANDS));
      boolean nullable = group.stream().anyMatch(operand -> operand.type().nullable());
      DataType type = call.type().withNullable(nullable);
      groups.add(
          group.size() == 1
              ? group.get(0)
              : new Expression.Call(call.function(), group, type, call.position()));
    }
    Expression.Call nested =
        new Expression.Call(call.function(), groups, call.type(), call.position());
    return groups.size() > MAX_OPERANDS ? nestCall(nested) : nested;
  }

  private static Expression nestCase(Expression.Case choice) {
    Expression rest = choice.otherwise();
    int count = choice.conditions().size();
    int last = (count - 1) / MAX_OPERANDS * MAX_OPERANDS;
    for (int i = last; i >= 0; i -= MAX_OPERANDS) {
      int end = Math.min(count, i + MAX_OPERANDS);
      rest =
          new Expression.Case(
              choice.conditions().subList(i, end),
              choice.values().subList(i, end),
              rest,
              choice.type());
    }
    return rest;
  }
}
