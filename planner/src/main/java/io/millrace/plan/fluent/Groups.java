package io.millrace.plan.fluent;

import io.millrace.api.table.tree.Expr;
import io.millrace.api.table.tree.ExprText;
import io.millrace.api.table.tree.TableTree;
import io.millrace.plan.fluent.Block.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Groups of rows and their aggregates. */
final class Groups {
  private final TreeWriter writer;

  Groups(TreeWriter writer) {
    this.writer = writer;
  }

  Block aggregate(Block input, TableTree.Aggregate tree) {
    input.forgetOrder();
    Block block = input.isOpen() && !input.isLimited() ? input : writer.around(input, tree.input());
    Scope scope = block.scope();
    ExprWriter expressions = new ExprWriter(scope);
    List<Sql> keys = new ArrayList<>();
    List<Item> columns = new ArrayList<>();
    for (Expr key : tree.keys()) {
      addKey(key, scope, expressions, keys, columns);
    }
    for (Expr aggregate : tree.aggregates()) {
      columns.addAll(Columns.items(aggregate, scope));
    }
    Sql all = Sql.join(", ", keys);
    List<Sql> group =
        keys.isEmpty()
            ? List.of()
            : switch (tree.grouping()) {
              case PLAIN -> keys;
              case ROLLUP -> List.of(Sql.of("ROLLUP(").then(all).then(")"));
              case CUBE -> List.of(Sql.of("CUBE(").then(all).then(")"));
            };
    block.group(group, columns);
    return block;
  }

  private static void addKey(
      Expr key, Scope scope, ExprWriter expressions, List<Sql> keys, List<Item> columns) {
    Expr operand = key instanceof Expr.Alias alias ? alias.operand() : key;
    if (operand instanceof Expr.Window || operand instanceof Expr.SessionWindow) {
      keys.add(Windows.key(operand, expressions));
      columns.addAll(Windows.bounds(ExprText.name(key)));
      return;
    }
    Optional<String> window = scope.window(operand);
    if (window.isPresent()) {
      for (String bound : List.of("_start", "_end")) {
        keys.add(Sql.name(window.get() + bound));
      }
    } else if (operand instanceof Expr.Text text) {
      keys.add(UserText.expression(text.sql()));
    } else {
      keys.add(expressions.value(operand));
    }
    columns.addAll(Columns.items(key, scope));
  }
}
