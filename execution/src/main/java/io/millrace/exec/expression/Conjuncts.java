package io.millrace.exec.expression;

import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Function;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes conditions apart. */
final class Conjuncts {
  private Conjuncts() {}

  /** The operands of nested ANDs, in order; a row passes if all are true. */
  static List<Expression> of(Optional<Expression> condition) {
    List<Expression> conjuncts = new ArrayList<>();
    condition.ifPresent(expression -> collect(expression, conjuncts));
    return conjuncts;
  }

  private static void collect(Expression expression, List<Expression> conjuncts) {
    if (expression instanceof Expression.Call call && call.function() == Function.AND) {
      call.arguments().forEach(operand -> collect(operand, conjuncts));
    } else {
      conjuncts.add(expression);
    }
  }
}
