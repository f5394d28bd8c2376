package io.millrace.plan.expression;

import io.millrace.api.types.DataType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Walks over and rebuilds expression trees. */
public final class Expressions {
  private Expressions() {}

  /** The expressions directly inside of one, in the order of evaluation. */
  public static List<Expression> children(Expression expression) {
    if (expression instanceof Expression.Call call) {
      return call.arguments();
    }
    if (expression instanceof Expression.Cast cast) {
      return List.of(cast.operand());
    }
    if (expression instanceof Expression.Case choice) {
      List<Expression> children = new ArrayList<>();
      for (int i = 0; i < choice.conditions().size(); i++) {
        children.add(choice.conditions().get(i));
        children.add(choice.values().get(i));
      }
      children.add(choice.otherwise());
      return children;
    }
    if (expression instanceof Expression.InList list) {
      return List.of(list.value());
    }
    if (expression instanceof Expression.Foreign foreign) {
      return foreign.arguments();
    }
    if (expression instanceof Expression.UserCall user) {
      return user.arguments();
    }
    if (expression instanceof Expression.Nested nested) {
      return nested.arguments();
    }
    if (expression instanceof Expression.Lambda lambda) {
      return List.of(lambda.body());
    }
    return List.of();
  }

  /** The expression with those directly inside of it replaced. */
  public static Expression mapChildren(Expression expression, UnaryOperator<Expression> change) {
    if (expression instanceof Expression.Call call) {
      return new Expression.Call(
          call.function(), map(call.arguments(), change), call.type(), call.position());
    }
    if (expression instanceof Expression.Cast cast) {
      return new Expression.Cast(
          change.apply(cast.operand()), cast.type(), cast.nullOnFailure(), cast.position());
    }
    if (expression instanceof Expression.Case choice) {
      return new Expression.Case(
          map(choice.conditions(), change),
          map(choice.values(), change),
          change.apply(choice.otherwise()),
          choice.type());
    }
    if (expression instanceof Expression.InList list) {
      return new Expression.InList(change.apply(list.value()), list.constants(), list.type());
    }
    if (expression instanceof Expression.Foreign foreign) {
      return new Expression.Foreign(
          foreign.name(),
          foreign.methodName(),
          foreign.methodSource(),
          foreign.remembers(),
          map(foreign.arguments(), change),
          foreign.type(),
          foreign.position());
    }
    if (expression instanceof Expression.UserCall user) {
      return new Expression.UserCall(
          user.name(),
          user.code(),
          map(user.arguments(), change),
          user.type(),
          user.deterministic(),
          user.position());
    }
    if (expression instanceof Expression.Nested nested) {
      return new Expression.Nested(
          nested.function(), map(nested.arguments(), change), nested.type(), nested.position());
    }
    if (expression instanceof Expression.Lambda lambda) {
      return new Expression.Lambda(lambda.parameters(), change.apply(lambda.body()));
    }
    return expression;
  }

  /** The expression without places, for one that stands in another text than what it is put in. */
  public static Expression withoutPositions(Expression expression) {
    Expression inner = mapChildren(expression, Expressions::withoutPositions);
    if (inner instanceof Expression.Call call) {
      return new Expression.Call(call.function(), call.arguments(), call.type(), Optional.empty());
    }
    if (inner instanceof Expression.Cast cast) {
      return new Expression.Cast(
          cast.operand(), cast.type(), cast.nullOnFailure(), Optional.empty());
    }
    if (inner instanceof Expression.Foreign foreign) {
      return new Expression.Foreign(
          foreign.name(),
          foreign.methodName(),
          foreign.methodSource(),
          foreign.remembers(),
          foreign.arguments(),
          foreign.type(),
          Optional.empty());
    }
    if (inner instanceof Expression.UserCall user) {
      return new Expression.UserCall(
          user.name(),
          user.code(),
          user.arguments(),
          user.type(),
          user.deterministic(),
          Optional.empty());
    }
    return inner;
  }

  /** A loop, because expressions may be nested deep and streams take a lot of stack. */
  private static List<Expression> map(
      List<Expression> expressions, UnaryOperator<Expression> change) {
    List<Expression> changed = new ArrayList<>(expressions.size());
    for (Expression expression : expressions) {
      changed.add(change.apply(expression));
    }
    return changed;
  }

  /** The number of expressions in one, itself included. */
  public static int size(Expression expression) {
    int size = 1;
    for (Expression child : children(expression)) {
      size += size(child);
    }
    return size;
  }

  /** The columns an expression reads. */
  public static BitSet columns(Expression expression) {
    BitSet columns = new BitSet();
    collect(expression, columns);
    return columns;
  }

  private static void collect(Expression expression, BitSet columns) {
    if (expression instanceof Expression.ColumnReference column) {
      columns.set(column.index());
    }
    for (Expression child : children(expression)) {
      collect(child, columns);
    }
  }

  /** How often an expression reads a column. */
  public static int uses(Expression expression, int column) {
    if (expression instanceof Expression.ColumnReference reference) {
      return reference.index() == column ? 1 : 0;
    }
    int uses = 0;
    for (Expression child : children(expression)) {
      uses += uses(child, column);
    }
    return uses;
  }

  /** The expression with each column replaced. */
  public static Expression replaceColumns(
      Expression expression, IntFunction<Expression> replacement) {
    if (expression instanceof Expression.ColumnReference column) {
      return replacement.apply(column.index());
    }
    return mapChildren(expression, child -> replaceColumns(child, replacement));
  }

  /** The expression over renumbered columns. */
  public static Expression renumber(Expression expression, int[] oldToNew) {
    return replaceColumns(
        expression,
        index -> new Expression.ColumnReference(oldToNew[index], type(expression, index)));
  }

  private static DataType type(Expression expression, int column) {
    if (expression instanceof Expression.ColumnReference reference) {
      if (reference.index() == column) {
        return reference.type();
      }
    }
    for (Expression child : children(expression)) {
      if (uses(child, column) > 0) {
        return type(child, column);
      }
    }
    throw new IllegalArgumentException("column " + column + " is not read");
  }

  /** Whether the value depends on the batch in which the row arrived. */
  public static boolean readsBatchTime(Expression expression) {
    return expression instanceof Expression.BatchTime
        || children(expression).stream().anyMatch(Expressions::readsBatchTime);
  }

  /** Whether equal rows of one batch always give equal values. */
  public static boolean isDeterministic(Expression expression) {
    return !(expression instanceof Expression.UserCall user && !user.deterministic())
        && children(expression).stream().allMatch(Expressions::isDeterministic);
  }

  /** Whether evaluating it can raise an error, so that what guards it must come first. */
  public static boolean canFail(Expression expression) {
    if (expression instanceof Expression.Call call && !isTotal(call.function())) {
      return true;
    }
    if ((expression instanceof Expression.Cast cast && !cast.nullOnFailure())
        || expression instanceof Expression.Foreign
        || expression instanceof Expression.UserCall
        || expression instanceof Expression.Nested) {
      return true;
    }
    return children(expression).stream().anyMatch(Expressions::canFail);
  }

  /**
   * Whether no values make it fail. Plans of checkpoints hang on this being as it is; what is known
   * besides stands in {@link Failures}.
   */
  static boolean isTotal(Function function) {
    return switch (function) {
      case EQUAL,
          NOT_EQUAL,
          LESS,
          LESS_OR_EQUAL,
          GREATER,
          GREATER_OR_EQUAL,
          IS_DISTINCT_FROM,
          IS_NOT_DISTINCT_FROM,
          AND,
          OR,
          NOT,
          IS_NULL,
          IS_NOT_NULL,
          IS_TRUE,
          IS_NOT_TRUE,
          IS_FALSE,
          IS_NOT_FALSE,
          UPPER,
          LOWER,
          CHARACTER_LENGTH,
          STARTS_WITH,
          ENDS_WITH,
          CONTAINS ->
          true;
      default -> false;
    };
  }
}
