package io.millrace.plan.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Suggestions;
import io.millrace.api.table.tree.Expr;
import io.millrace.api.table.tree.NameParts;
import io.millrace.plan.analyze.OwnAggregates;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Questions about expressions of a program. */
final class Expressions {
  /** Aggregates that are not of our own making. */
  private static final Set<String> AGGREGATES =
      Set.of(
          "COUNT",
          "SUM",
          "AVG",
          "MIN",
          "MAX",
          "FIRST_VALUE",
          "LAST_VALUE",
          "APPROX_COUNT_DISTINCT",
          "JSON_AGG",
          "JSONB_AGG",
          "JSON_OBJECT_AGG",
          "JSONB_OBJECT_AGG");

  private Expressions() {}

  /** A name as one part, whatever is in it. */
  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** The name of the column that an expression is; empty if it computes something. */
  static Optional<String> columnName(Expr expression) {
    if (expression instanceof Expr.Name name) {
      List<String> parts = NameParts.of(name.text());
      return parts.size() == 1 ? Optional.of(parts.get(0)) : Optional.empty();
    }
    return expression instanceof Expr.Member member ? Optional.of(member.name()) : Optional.empty();
  }

  /** Whether it holds an aggregate, or a text, which may. */
  static boolean mayAggregate(Expr expression) {
    if (expression instanceof Expr.Text) {
      return true;
    }
    if (expression instanceof Expr.UserCall call && call.function().isAggregate()) {
      return true;
    }
    return (expression instanceof Expr.Call call
            && (AGGREGATES.contains(call.function().toUpperCase(Locale.ROOT))
                || OwnAggregates.isAggregate(call.function())))
        || Children.of(expression).stream().anyMatch(Expressions::mayAggregate);
  }

  /**
   * Collects the names of columns.
   *
   * @return whether these are all columns that it needs; not if it holds text
   */
  static boolean simpleNames(Expr expression, Set<String> names) {
    if (expression instanceof Expr.Text || expression instanceof Expr.Star) {
      return false;
    }
    if (expression instanceof Expr.Name || expression instanceof Expr.Member) {
      Optional<String> name = columnName(expression);
      name.ifPresent(names::add);
      return name.isPresent();
    }
    boolean all = true;
    for (Expr child : Children.of(expression)) {
      all &= simpleNames(child, names);
    }
    return all;
  }

  static MillraceException columnNotFound(String name, List<String> names) {
    String didYouMean =
        Suggestions.nearest(name, names)
            .map(near -> "did you mean \"" + near + "\"?   ")
            .orElse("");
    return error(ErrorCode.COLUMN_NOT_FOUND, name, "")
        .hint(didYouMean + "columns: " + String.join(", ", names))
        .build();
  }
}
