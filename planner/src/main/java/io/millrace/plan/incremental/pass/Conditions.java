package io.millrace.plan.incremental.pass;

import io.millrace.api.types.DataType;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Call;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.expression.Failures;
import io.millrace.plan.expression.Function;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What follows from conditions. */
final class Conditions {
  private Conditions() {}

  /** The conditions that must all be true. */
  static List<Expression> conjuncts(Expression condition) {
    return operands(condition, Function.AND);
  }

  private static List<Expression> operands(Expression condition, Function function) {
    if (!(condition instanceof Call call) || call.function() != function) {
      return List.of(condition);
    }
    List<Expression> flat = new ArrayList<>();
    call.arguments().forEach(argument -> flat.addAll(operands(argument, function)));
    return flat;
  }

  /** One condition of several that must all be true. */
  static Expression conjunction(List<Expression> conjuncts) {
    return combine(conjuncts, Function.AND);
  }

  private static Expression combine(List<Expression> conditions, Function function) {
    if (conditions.size() == 1) {
      return conditions.get(0);
    }
    boolean nullable = conditions.stream().anyMatch(c -> c.type().nullable());
    return new Call(
        function, conditions, DataType.BOOLEAN.withNullable(nullable), Optional.empty());
  }

  /**
   * The same conditions in the order in which they are best moved: what alternatives have in common
   * stands by itself, and equalities of columns come first, since they may be keys of joins through
   * which others pass. What can fail keeps its place behind what guards it.
   */
  static List<Expression> prepared(Expression condition) {
    List<Expression> keys = new ArrayList<>();
    List<Expression> others = new ArrayList<>();
    for (Expression conjunct : conjuncts(condition)) {
      for (Expression part : factored(conjunct)) {
        List<Expression> list = isColumnEquality(part) ? keys : others;
        if (!list.contains(part)) {
          list.add(part);
        }
      }
    }
    keys.addAll(others);
    return keys;
  }

  private static boolean isColumnEquality(Expression condition) {
    return condition instanceof Call call
        && call.function() == Function.EQUAL
        && call.arguments().stream().allMatch(ColumnReference.class::isInstance);
  }

  /**
   * {@code a AND b OR a AND c} as {@code a} and {@code b OR c}. Only what cannot fail is taken out:
   * it was asked in each alternative, behind what stands before it there.
   */
  private static List<Expression> factored(Expression condition) {
    List<Expression> alternatives = operands(condition, Function.OR);
    if (alternatives.size() < 2) {
      return List.of(condition);
    }
    List<List<Expression>> parts = new ArrayList<>();
    for (Expression alternative : alternatives) {
      parts.add(new ArrayList<>(conjuncts(alternative).stream().map(Conditions::plain).toList()));
    }
    List<Expression> common = new ArrayList<>();
    for (Expression part : List.copyOf(parts.get(0))) {
      if (isSafe(part)
          && !common.contains(part)
          && parts.stream().allMatch(list -> list.contains(part))) {
        common.add(part);
      }
    }
    if (common.isEmpty()) {
      return List.of(condition);
    }
    parts.forEach(list -> list.removeAll(common));
    List<Expression> result = new ArrayList<>(common);
    if (parts.stream().noneMatch(List::isEmpty)) {
      result.add(combine(parts.stream().map(Conditions::conjunction).toList(), Function.OR));
    }
    return result;
  }

  /** Without places in the script where they are of no use, so that what is the same is equal. */
  private static Expression plain(Expression condition) {
    return Failures.canFail(condition) ? condition : Expressions.withoutPositions(condition);
  }

  private static boolean isSafe(Expression condition) {
    return !Failures.canFail(condition) && Expressions.isDeterministic(condition);
  }

  /**
   * What alternatives say of some columns alone: {@code a = 1 AND b = 2 OR a = 3 AND b = 4} says of
   * the columns of a that {@code a = 1 OR a = 3}. Empty if one of them says nothing of these, or if
   * asking twice could do harm.
   */
  static Optional<Expression> of(Expression condition, Predicate<BitSet> columns) {
    List<Expression> alternatives = operands(condition, Function.OR);
    if (alternatives.size() < 2 || !isSafe(condition)) {
      return Optional.empty();
    }
    List<Expression> found = new ArrayList<>();
    for (Expression alternative : alternatives) {
      List<Expression> said =
          conjuncts(alternative).stream()
              .filter(part -> !Expressions.columns(part).isEmpty())
              .filter(part -> columns.test(Expressions.columns(part)))
              .toList();
      if (said.isEmpty()) {
        return Optional.empty();
      }
      Expression all = conjunction(said);
      if (!found.contains(all)) {
        found.add(all);
      }
    }
    return Optional.of(combine(found, Function.OR));
  }

  /** Whether it is not true for any row in which all these columns are NULL. */
  static boolean rejectsNulls(Expression condition, Predicate<Integer> columns) {
    if (isNullWith(condition, columns)) {
      return true;
    }
    if (!(condition instanceof Call call)) {
      return false;
    }
    List<Expression> arguments = call.arguments();
    return switch (call.function()) {
      case AND -> arguments.stream().anyMatch(each -> rejectsNulls(each, columns));
      case OR -> arguments.stream().allMatch(each -> rejectsNulls(each, columns));
      case IS_NOT_NULL, IS_FALSE -> isNullWith(arguments.get(0), columns);
      case IS_TRUE -> rejectsNulls(arguments.get(0), columns);
      default -> false;
    };
  }

  /** Whether it is NULL for every row in which all these columns are NULL. */
  private static boolean isNullWith(Expression expression, Predicate<Integer> columns) {
    if (expression instanceof ColumnReference column) {
      return columns.test(column.index());
    }
    if (expression instanceof Expression.Cast cast) {
      return isNullWith(cast.operand(), columns);
    }
    if (expression instanceof Expression.InList list) {
      return isNullWith(list.value(), columns);
    }
    return expression instanceof Call call
        && isStrict(call.function())
        && call.arguments().stream().anyMatch(argument -> isNullWith(argument, columns));
  }

  /** NULL in, NULL out. */
  private static boolean isStrict(Function function) {
    return switch (function) {
      case EQUAL,
          NOT_EQUAL,
          LESS,
          LESS_OR_EQUAL,
          GREATER,
          GREATER_OR_EQUAL,
          NOT,
          ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          MODULO,
          NEGATE,
          ABSOLUTE,
          UPPER,
          LOWER,
          SUBSTRING,
          CHARACTER_LENGTH,
          LIKE,
          ILIKE,
          STARTS_WITH,
          ENDS_WITH,
          CONTAINS,
          EXTRACT,
          ADD_INTERVAL,
          TIME_DIFFERENCE ->
          true;
      default -> false;
    };
  }
}
