package io.millrace.exec.expression.codegen;

import io.millrace.api.types.Layout;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expressions;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Chooses the sub-expressions that get methods of their own, so that every method stays small
 * enough for the JIT to compile.
 */
final class Splitter {
  /** A unit is about 60 bytes of code, and the JIT takes up to 8000. */
  private static final int MAX_WEIGHT = 80;

  private final Set<Expression> separate = Collections.newSetFromMap(new IdentityHashMap<>());

  Splitter(Expression root) {
    weigh(root);
  }

  boolean isSeparate(Expression expression) {
    return separate.contains(expression);
  }

  /** The weight that remains in the method of the expression. */
  private int weigh(Expression expression) {
    if (expression instanceof Expression.Lambda) {
      return 1; // a method of its own anyway
    }
    List<Expression> children = Expressions.children(expression);
    int[] weights = new int[children.size()];
    int total = ownWeight(expression);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = weigh(children.get(i));
      total += weights[i];
    }
    while (total > MAX_WEIGHT) {
      int heaviest = -1;
      for (int i = 0; i < weights.length; i++) {
        if (weights[i] > 1 && (heaviest < 0 || weights[i] > weights[heaviest])) {
          heaviest = i;
        }
      }
      if (heaviest < 0) {
        break;
      }
      separate.add(children.get(heaviest));
      total -= weights[heaviest] - 1;
      weights[heaviest] = 1;
    }
    return total;
  }

  private static int ownWeight(Expression expression) {
    if (expression instanceof Expression.ColumnReference
        || expression instanceof Expression.Literal) {
      return 1;
    }
    Layout layout = expression.type().layout();
    int weight = layout == Layout.BYTES || layout == Layout.INT128 ? 2 : 1;
    return weight + Expressions.children(expression).size() / 4;
  }
}
