package io.millrace.plan.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.table.tree.Expr;
import io.millrace.api.table.tree.TableTree;
import io.millrace.plan.fluent.Block.Item;
import io.millrace.plan.fluent.Scope.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Windows of time: what {@code window(…)} means outside of and inside of groupBy. */
final class Windows {
  private static final String INPUT = "window_input";

  private Windows() {}

  /** The key of GROUP BY. */
  static Sql key(Expr window, ExprWriter writer) {
    if (window instanceof Expr.SessionWindow session) {
      return Sql.of("SESSION_WINDOW(")
          .then(writer.write(session.time()))
          .then(", " + Sql.literal(session.gap()) + ")");
    }
    Expr.Window time = (Expr.Window) window;
    Sql sql = Sql.of("WINDOW(").then(writer.write(time.time()));
    sql = sql.then(", " + Sql.literal(time.size()));
    if (time.slide().isPresent()) {
      sql = sql.then(", " + Sql.literal(time.slide().get()));
    }
    return time.start()
        .map(start -> Sql.literal(start))
        .map(", "::concat)
        .map(sql::then)
        .orElse(sql)
        .then(")");
  }

  /** The bounds as columns, under the name of the window. */
  static List<Item> bounds(String name) {
    return List.of(bound("window_start", name + "_start"), bound("window_end", name + "_end"));
  }

  private static Item bound(String column, String name) {
    return column.equals(name) ? new Item(Sql.of(column), name) : Item.of(Sql.of(column), name);
  }

  /** The rows with the bounds of their windows: {@code FROM TABLE(HOP(…))}. */
  static Block assign(Block input, Expr window, TableTree tree, TreeWriter writer) {
    if (!(window instanceof Expr.Window time)) {
      throw error(ErrorCode.NOT_SUPPORTED, "a session window").build();
    }
    Block rows = input;
    Optional<String> column = Expressions.columnName(time.time());
    if (column.isEmpty()) {
      rows = rows.isOpen() ? rows : writer.around(rows, tree);
      List<Item> items =
          new ArrayList<>(Columns.items(new Expr.Star(Optional.empty()), rows.scope()));
      items.add(Item.of(new ExprWriter(rows.scope()).write(time.time()), INPUT));
      rows.select(items);
    }
    rows.forgetOrder();
    List<String> names = new ArrayList<>(rows.names());
    names.addAll(List.of("window_start", "window_end", "window_time"));
    Optional<String> alias = rows.scope().sides().get(0).alias();
    Sql call =
        Sql.of(time.slide().isPresent() ? "TABLE(HOP(" : "TABLE(TUMBLE(")
            .then(rows.isTable() ? Sql.of("TABLE ").then(rows.from()) : rows.sql().inParentheses())
            .then(", DESCRIPTOR(")
            .then(Sql.name(column.orElse(INPUT)))
            .then(")");
    if (time.slide().isPresent()) {
      call = call.then(", " + Sql.literal(time.slide().get()));
    }
    call = call.then(", " + Sql.literal(time.size()));
    if (time.start().isPresent()) {
      call = call.then(", " + Sql.literal(time.start().get()));
    }
    call = call.then("))");
    return Block.over(
        alias.isPresent() ? call.then(" AS ").then(Sql.name(alias.get())) : call,
        List.of(new Side(alias, names, tree)));
  }

  /** The expressions with the column {@code window} in the place of the window. */
  static List<Expr> replaced(List<Expr> expressions, Expr window) {
    return expressions.stream().map(expression -> replaced(expression, window)).toList();
  }

  private static Expr replaced(Expr expression, Expr window) {
    if (expression == window) {
      return new Expr.Name("window");
    }
    return expression instanceof Expr.Alias alias
        ? new Expr.Alias(replaced(alias.operand(), window), alias.name())
        : expression;
  }
}
