package io.millrace.plan.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.table.tree.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Expressions of a program as SQL, over the columns of a scope. */
final class ExprWriter {
  /** Functions without arguments that have no parentheses either. */
  private static final Set<String> BARE =
      Set.of("CURRENT_TIMESTAMP", "CURRENT_DATE", "LOCALTIMESTAMP");

  private final Scope scope;

  ExprWriter(Scope scope) {
    this.scope = scope;
  }

  /** The expression without its name. */
  Sql write(Expr expression) {
    if (expression instanceof Expr.Name name) {
      return scope.column(name.text());
    } else if (expression instanceof Expr.Member member) {
      return scope.column(member);
    } else if (expression instanceof Expr.Literal literal) {
      return Sql.of(Literals.of(literal.value()));
    } else if (expression instanceof Expr.Text text) {
      return UserText.expression(text.sql());
    } else if (expression instanceof Expr.Call call) {
      return call(call);
    } else if (expression instanceof Expr.UserCall call) {
      return Sql.function(call.function()).then("(").then(list(call.arguments())).then(")");
    } else if (expression instanceof Expr.Binary binary) {
      return write(binary.left())
          .then(" " + binary.operator() + " ")
          .then(write(binary.right()))
          .inParentheses();
    } else if (expression instanceof Expr.Prefix prefix) {
      return Sql.of(prefix.operator() + " ").then(write(prefix.operand())).inParentheses();
    } else if (expression instanceof Expr.Postfix postfix) {
      return write(postfix.operand()).then(" " + postfix.operator()).inParentheses();
    } else if (expression instanceof Expr.Alias alias) {
      return write(alias.operand());
    }
    return other(expression);
  }

  private Sql other(Expr expression) {
    if (expression instanceof Expr.Between between) {
      return write(between.operand())
          .then(" BETWEEN ")
          .then(write(between.low()))
          .then(" AND ")
          .then(write(between.high()))
          .inParentheses();
    } else if (expression instanceof Expr.In in) {
      return in(in);
    } else if (expression instanceof Expr.Case cases) {
      return cases(cases);
    } else if (expression instanceof Expr.Cast cast) {
      return Sql.of(cast.tries() ? "TRY_CAST(" : "CAST(")
          .then(write(cast.operand()))
          .then(" AS ")
          .then(UserText.type(cast.type()))
          .then(")");
    } else if (expression instanceof Expr.Field field) {
      return field(field);
    } else if (expression instanceof Expr.Filtered filtered) {
      return write(filtered.call())
          .then(" FILTER (WHERE ")
          .then(write(filtered.condition()))
          .then(")");
    } else if (expression instanceof Expr.Over over) {
      return over(over);
    } else if (expression instanceof Expr.Star star) {
      return star.table().map(table -> scope.column(table).then(".*")).orElse(Sql.of("*"));
    } else if (expression instanceof Expr.SortKey) {
      throw error(ErrorCode.QUERY_INVALID, "asc() and desc() belong into orderBy()").build();
    } else if (expression instanceof Expr.Window || expression instanceof Expr.SessionWindow) {
      throw error(ErrorCode.NOT_SUPPORTED, "a window inside an expression")
          .hint("group by it, or select it, and name its bounds then:  col(\"window.start\")")
          .build();
    }
    throw new IllegalStateException("unknown expression " + expression.getClass());
  }

  private Sql call(Expr.Call call) {
    String name =
        call.function().matches("[A-Za-z_][A-Za-z0-9_]*")
            ? call.function()
            : Sql.quoted(call.function());
    if (call.arguments().isEmpty() && BARE.contains(name.toUpperCase(Locale.ROOT))) {
      return Sql.of(name);
    }
    return Sql.of(name + (call.distinct() ? "(DISTINCT " : "("))
        .then(list(call.arguments()))
        .then(")");
  }

  private Sql list(List<Expr> expressions) {
    return Sql.join(", ", expressions.stream().map(this::write).toList());
  }

  private Sql in(Expr.In in) {
    if (in.values().isEmpty()) {
      // SQL has no empty list; nothing is in it.
      return Sql.of("FALSE");
    }
    return write(in.operand()).then(" IN (").then(list(in.values())).then(")").inParentheses();
  }

  private Sql cases(Expr.Case cases) {
    Sql sql = Sql.of("CASE");
    for (Expr.Branch branch : cases.branches()) {
      sql = sql.then(" WHEN ").then(write(branch.condition()));
      sql = sql.then(" THEN ").then(write(branch.value()));
    }
    if (cases.otherwise().isPresent()) {
      sql = sql.then(" ELSE ").then(write(cases.otherwise().get()));
    }
    return sql.then(" END");
  }

  private Sql field(Expr.Field field) {
    Optional<Sql> bound =
        scope.window(field.operand()).flatMap(window -> scope.field(window, field.name()));
    return bound.orElseGet(
        () -> write(field.operand()).inParentheses().then(".").then(Sql.name(field.name())));
  }

  private Sql over(Expr.Over over) {
    List<Sql> clauses = new ArrayList<>();
    if (!over.partition().isEmpty()) {
      clauses.add(Sql.of("PARTITION BY ").then(list(over.partition())));
    }
    if (!over.order().isEmpty()) {
      clauses.add(
          Sql.of("ORDER BY ").then(Sql.join(", ", over.order().stream().map(this::key).toList())));
    }
    over.frame().ifPresent(frame -> clauses.add(Sql.of(frame)));
    return write(over.function()).then(" OVER (").then(Sql.join(" ", clauses)).then(")");
  }

  /** A key of ORDER BY. */
  Sql key(Expr expression) {
    if (!(expression instanceof Expr.SortKey key)) {
      return value(expression);
    }
    String nulls =
        switch (key.nulls()) {
          case DEFAULT -> "";
          case FIRST -> " NULLS FIRST";
          case LAST -> " NULLS LAST";
        };
    return value(key.operand()).then((key.descending() ? " DESC" : "") + nulls);
  }

  /** An expression where a number alone would be the place of a column. */
  Sql value(Expr expression) {
    return expression instanceof Expr.Literal literal && literal.value() instanceof Integer number
        ? Sql.of("CAST(" + number + " AS INTEGER)")
        : write(expression);
  }
}
