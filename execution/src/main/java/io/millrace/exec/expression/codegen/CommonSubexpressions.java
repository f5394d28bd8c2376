package io.millrace.exec.expression.codegen;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Expressions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what several projections compute, or one more than once, so that it is computed once for a
 * batch, as a temporary column.
 *
 * <p>Only what some projection computes for every row anyway may be computed beforehand: anything
 * else may be guarded by a condition. Foreign functions are left alone; they may not be functions.
 */
final class CommonSubexpressions {
  private static final int MAX_SIZE = 2000;
  private static final int MAX_TEMPORARIES = 16;
  private static final int WORTHWHILE = 4;

  private final int firstColumn;
  private List<Expression> projections;
  private final List<Expression> temporaries = new ArrayList<>();

  private static final class Uses {
    private final Expression original;
    private int count;
    private boolean always;

    private Uses(Expression original) {
      this.original = original;
    }
  }

  /**
   * @param firstColumn the index of the first temporary
   */
  CommonSubexpressions(List<Expression> projections, int firstColumn) {
    this.projections = projections;
    this.firstColumn = firstColumn;
    int size = projections.stream().mapToInt(Expressions::size).sum();
    while (size <= MAX_SIZE && temporaries.size() < MAX_TEMPORARIES) {
      Optional<Expression> best = mostExpensive();
      if (best.isEmpty()) {
        break;
      }
      extract(best.get());
    }
  }

  List<Expression> projections() {
    return projections;
  }

  /** What to compute first; one may refer to those behind it. */
  List<Expression> temporaries() {
    return temporaries;
  }

  private Optional<Expression> mostExpensive() {
    Map<Expression, Uses> uses = new LinkedHashMap<>();
    projections.forEach(projection -> count(projection, true, uses));
    temporaries.forEach(temporary -> count(temporary, true, uses));
    Expression best = null;
    int bestCost = 0;
    for (Uses candidate : uses.values()) {
      if (candidate.count > 1 && candidate.always) {
        int cost = cost(candidate.original);
        if (cost >= WORTHWHILE && cost > bestCost) {
          best = candidate.original;
          bestCost = cost;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private void extract(Expression common) {
    Expression key = Trees.withoutPositions(common);
    ColumnReference column = new ColumnReference(firstColumn + temporaries.size(), common.type());
    projections = projections.stream().map(projection -> replace(projection, key, column)).toList();
    temporaries.replaceAll(temporary -> replace(temporary, key, column));
    temporaries.add(common);
  }

  private static Expression replace(Expression expression, Expression key, ColumnReference column) {
    if (isCandidate(expression) && Trees.withoutPositions(expression).equals(key)) {
      return column;
    }
    return Expressions.mapChildren(expression, child -> replace(child, key, column));
  }

  private static boolean isCandidate(Expression expression) {
    return expression instanceof Expression.Call
        || expression instanceof Expression.Cast
        || expression instanceof Expression.Case
        || expression instanceof Expression.UserCall
        || expression instanceof Expression.Nested;
  }

  private static void count(Expression expression, boolean always, Map<Expression, Uses> uses) {
    if (expression instanceof Expression.Lambda) {
      return; // it may never be called, and what it is called with is no column
    }
    if (isCandidate(expression)) {
      Uses found =
          uses.computeIfAbsent(Trees.withoutPositions(expression), key -> new Uses(expression));
      found.count++;
      found.always |= always;
    }
    boolean guards =
        expression instanceof Expression.Case
            || (expression instanceof Expression.Call call
                && switch (call.function()) {
                  case AND, OR -> true;
                  default -> false;
                });
    List<Expression> children = Expressions.children(expression);
    for (int i = 0; i < children.size(); i++) {
      count(children.get(i), always && (i == 0 || !guards), uses);
    }
  }

  /** About how many additions it is worth; below zero if it must not be shared. */
  private static int cost(Expression expression) {
    if (expression instanceof Expression.Foreign
        || expression instanceof Expression.UserCall user && !user.deterministic()) {
      return Integer.MIN_VALUE / 2;
    }
    int cost = ownCost(expression);
    for (Expression child : Expressions.children(expression)) {
      cost += cost(child);
    }
    return cost;
  }

  private static int ownCost(Expression expression) {
    if (expression instanceof Expression.UserCall) {
      return 2 * WORTHWHILE;
    }
    if (expression instanceof ColumnReference
        || expression instanceof Expression.Literal
        || expression instanceof Expression.BatchTime) {
      return 0;
    }
    boolean complex = isComplex(expression.type());
    for (Expression child : Expressions.children(expression)) {
      complex |= isComplex(child.type());
    }
    if (complex) {
      return WORTHWHILE;
    }
    if (!(expression instanceof Expression.Call call)) {
      return 1;
    }
    return switch (call.function()) {
      case DIVIDE,
          MODULO,
          POWER,
          EXPONENTIAL,
          LOGARITHM,
          LOGARITHM_10,
          EXTRACT,
          FLOOR_TIME,
          CEIL_TIME,
          ROUND,
          TRUNCATE ->
          WORTHWHILE;
      default -> 1;
    };
  }

  private static boolean isComplex(DataType type) {
    return type.layout() == Layout.BYTES || type.layout() == Layout.INT128;
  }
}
