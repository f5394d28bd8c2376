package io.millrace.exec.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.table.functions;
import io.millrace.api.table.tree.Expr;
import io.millrace.api.table.tree.ExprText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates once for each value of a column.
 *
 * <p>Before: {@code sum(x)} by {@code page}, which is {@code '/a'} or {@code '/b'}.
 *
 * <p>After: {@code sum(x) FILTER (WHERE page IS NOT DISTINCT FROM '/a') AS "/a", …}; NULL instead
 * if no such row is there.
 */
record Pivot(Expr column, List<@Nullable Object> values) {
  Pivot {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** The order of the values of a column, NULL first. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  static int compare(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return left == right ? 0 : left == null ? -1 : 1;
    }
    return ((Comparable) left).compareTo(right);
  }

  List<Expr> of(List<Expr> aggregates) {
    List<Expr> all = new ArrayList<>();
    for (Object value : values) {
      Expr same = new Expr.Binary("IS NOT DISTINCT FROM", column, functions.lit(value).expr());
      for (Expr aggregate : aggregates) {
        String name = String.valueOf(value);
        all.add(
            new Expr.Alias(
                filtered(aggregate, same),
                aggregates.size() == 1 ? name : name + "_" + ExprText.name(aggregate)));
      }
    }
    return all;
  }

  private static Expr filtered(Expr aggregate, Expr same) {
    Expr call = aggregate instanceof Expr.Alias alias ? alias.operand() : aggregate;
    if (!(call instanceof Expr.Call || call instanceof Expr.UserCall)) {
      throw error(ErrorCode.NOT_SUPPORTED, "pivot() of " + ExprText.of(call))
          .hint("of one aggregate after the other; compute with them in a select() behind it")
          .build();
    }
    Expr rows = new Expr.Call("COUNT", List.of(functions.lit(1).expr()), false);
    Expr any = new Expr.Binary(">", new Expr.Filtered(rows, same), functions.lit(0).expr());
    return new Expr.Case(
        List.of(new Expr.Branch(any, new Expr.Filtered(call, same))), Optional.empty());
  }
}
