package io.millrace.api.table.tree;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Expressions as people read them, and as columns without a name of their own are called. */
public final class ExprText {
  private static final String WINDOW = "window";

  private ExprText() {}

  /** The name that a column has: its alias, that of the column it is, or its text. */
  public static String name(Expr expression) {
    if (expression instanceof Expr.Alias alias) {
      return alias.name();
    } else if (expression instanceof Expr.Name name) {
      List<String> parts = NameParts.of(name.text());
      return parts.get(parts.size() - 1);
    } else if (expression instanceof Expr.Member member) {
      return member.name();
    } else if (expression instanceof Expr.Field field) {
      return field.name();
    } else if (expression instanceof Expr.Cast cast && isColumn(cast.operand())) {
      return name(cast.operand());
    }
    return of(expression);
  }

  private static boolean isColumn(Expr expression) {
    return expression instanceof Expr.Name
        || expression instanceof Expr.Member
        || (expression instanceof Expr.Cast cast && isColumn(cast.operand()));
  }

  /** The whole expression. */
  public static String of(Expr expression) {
    if (expression instanceof Expr.Name name) {
      return String.join(".", NameParts.of(name.text()));
    } else if (expression instanceof Expr.Member member) {
      return member.name();
    } else if (expression instanceof Expr.Literal literal) {
      return literal.value() == null ? "NULL" : literal.value().toString();
    } else if (expression instanceof Expr.Star star) {
      return star.table().map(table -> table + ".*").orElse("*");
    } else if (expression instanceof Expr.Text text) {
      return text.sql();
    } else if (expression instanceof Expr.Call call) {
      return call(call);
    } else if (expression instanceof Expr.UserCall call) {
      return "UDF(" + list(call.arguments()) + ")";
    } else if (expression instanceof Expr.Binary binary) {
      return "(" + of(binary.left()) + " " + binary.operator() + " " + of(binary.right()) + ")";
    } else if (expression instanceof Expr.Prefix prefix) {
      return "(" + prefix.operator() + " " + of(prefix.operand()) + ")";
    } else if (expression instanceof Expr.Postfix postfix) {
      return "(" + of(postfix.operand()) + " " + postfix.operator() + ")";
    } else if (expression instanceof Expr.Between between) {
      return "("
          + of(between.operand())
          + " BETWEEN "
          + of(between.low())
          + " AND "
          + of(between.high())
          + ")";
    } else if (expression instanceof Expr.In in) {
      return "(" + of(in.operand()) + " IN (" + list(in.values()) + "))";
    }
    return other(expression);
  }

  private static String other(Expr expression) {
    if (expression instanceof Expr.Case cases) {
      return cases(cases);
    } else if (expression instanceof Expr.Cast cast) {
      return (cast.tries() ? "TRY_CAST(" : "CAST(")
          + of(cast.operand())
          + " AS "
          + cast.type().toUpperCase(Locale.ROOT)
          + ")";
    } else if (expression instanceof Expr.Field field) {
      return of(field.operand()) + "." + field.name();
    } else if (expression instanceof Expr.Alias alias) {
      return of(alias.operand()) + " AS " + alias.name();
    } else if (expression instanceof Expr.SortKey key) {
      return of(key.operand()) + (key.descending() ? " DESC" : " ASC") + nulls(key.nulls());
    } else if (expression instanceof Expr.Window) {
      return WINDOW;
    } else if (expression instanceof Expr.SessionWindow) {
      return "session_window";
    } else if (expression instanceof Expr.Filtered filtered) {
      return of(filtered.call()) + " FILTER (WHERE " + of(filtered.condition()) + ")";
    } else if (expression instanceof Expr.Over over) {
      return of(over.function()) + " OVER (…)";
    }
    throw new IllegalStateException("unknown expression " + expression.getClass());
  }

  private static String call(Expr.Call call) {
    // As Spark calls it, for which COUNT(*) counts the constant 1.
    boolean rows =
        call.function().equalsIgnoreCase("count")
            && call.arguments().size() == 1
            && call.arguments().get(0) instanceof Expr.Star;
    return call.function().toLowerCase(Locale.ROOT)
        + "("
        + (call.distinct() ? "DISTINCT " : "")
        + (rows ? "1" : list(call.arguments()))
        + ")";
  }

  private static String cases(Expr.Case cases) {
    StringBuilder text = new StringBuilder("CASE");
    for (Expr.Branch branch : cases.branches()) {
      text.append(" WHEN ").append(of(branch.condition()));
      text.append(" THEN ").append(of(branch.value()));
    }
    cases.otherwise().ifPresent(value -> text.append(" ELSE ").append(of(value)));
    return text.append(" END").toString();
  }

  private static String nulls(Expr.Nulls nulls) {
    return switch (nulls) {
      case DEFAULT -> "";
      case FIRST -> " NULLS FIRST";
      case LAST -> " NULLS LAST";
    };
  }

  private static String list(List<Expr> expressions) {
    return expressions.stream().map(ExprText::of).collect(Collectors.joining(", "));
  }
}
