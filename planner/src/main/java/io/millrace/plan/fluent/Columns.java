package io.millrace.plan.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.table.tree.Expr;
import io.millrace.api.table.tree.ExprText;
import io.millrace.api.table.tree.TableTree;
import io.millrace.api.table.tree.TableTree.Drop;
import io.millrace.api.table.tree.TableTree.Rename;
import io.millrace.api.table.tree.TableTree.Select;
import io.millrace.api.table.tree.TableTree.ToNames;
import io.millrace.api.table.tree.TableTree.WithColumns;
import io.millrace.plan.fluent.Block.Item;
import io.millrace.plan.fluent.Scope.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The steps that choose, name and compute columns. */
final class Columns {
  private final TreeWriter writer;

  Columns(TreeWriter writer) {
    this.writer = writer;
  }

  Block of(Block input, TableTree.OneInput tree) {
    if (tree instanceof Select select) {
      return select(input, select.columns(), tree.input());
    } else if (tree instanceof WithColumns with) {
      return select(input, all(input, with), tree.input());
    } else if (tree instanceof Rename rename) {
      return items(input, tree.input(), open -> renamed(open, rename.names()));
    } else if (tree instanceof ToNames names) {
      return items(input, tree.input(), open -> named(open, names.names()));
    } else if (tree instanceof Drop drop) {
      return items(input, tree.input(), open -> without(open, drop.columns()));
    }
    throw new IllegalStateException("unknown step " + tree.getClass());
  }

  private Block select(Block input, List<Expr> expressions, TableTree tree) {
    List<Expr> columns = expressions;
    Block block = input;
    for (Expr expression : expressions) {
      Expr operand = unnamed(expression);
      if (operand instanceof Expr.Window || operand instanceof Expr.SessionWindow) {
        block = Windows.assign(block, operand, tree, writer);
        columns = Windows.replaced(expressions, operand);
        break;
      }
    }
    if (!block.isOpen() || hidesOrder(block, columns)) {
      block = writer.around(block, tree);
    }
    List<Item> items = new ArrayList<>();
    for (Expr column : columns) {
      items.addAll(items(column, block.scope()));
    }
    block.select(items);
    if (columns.stream().anyMatch(Expressions::mayAggregate)) {
      block.markAggregates();
    }
    return block;
  }

  private static Expr unnamed(Expr expression) {
    return expression instanceof Expr.Alias alias ? unnamed(alias.operand()) : expression;
  }

  /** Whether a new column has the name of another that rows may be sorted by. */
  private static boolean hidesOrder(Block block, List<Expr> columns) {
    return block.isOrdered()
        && columns.stream()
            .anyMatch(
                column ->
                    Expressions.columnName(column).isEmpty()
                        && !(column instanceof Expr.Star)
                        && block.scope().has(ExprText.name(column)));
  }

  /** The columns that an expression of a SELECT gives: one, or two for a window. */
  static List<Item> items(Expr expression, Scope scope) {
    ExprWriter writer = new ExprWriter(scope);
    Optional<String> window = scope.window(unnamed(expression));
    if (window.isPresent()) {
      String name = ExprText.name(expression);
      String shown = expression instanceof Expr.Alias alias ? alias.name() : window.orElse(name);
      return List.of(
          renamed(window.get() + "_start", shown + "_start"),
          renamed(window.get() + "_end", shown + "_end"));
    }
    if (expression instanceof Expr.Text text) {
      UserText.Item item = UserText.item(text.sql());
      if (item.name().isEmpty()) {
        return scope.names().isEmpty()
            ? List.of(new Item(item.sql(), "*"))
            : stars(scope, Optional.empty());
      }
      return List.of(new Item(item.sql(), item.name().get()));
    }
    if (expression instanceof Expr.Star star) {
      return scope.names().isEmpty()
          ? List.of(new Item(writer.write(star), "*"))
          : stars(scope, star.table());
    }
    Sql sql = writer.write(expression);
    String name = ExprText.name(expression);
    return List.of(isCalled(expression, name) ? new Item(sql, name) : Item.of(sql, name));
  }

  /** Whether SQL gives the column that name by itself. */
  private static boolean isCalled(Expr expression, String name) {
    return expression instanceof Expr.Name || Expressions.columnName(expression).isPresent()
        ? Expressions.columnName(expression).filter(name::equals).isPresent()
        : false;
  }

  private static Item renamed(String column, String name) {
    return column.equals(name) ? Item.column(column) : Item.of(Sql.name(column), name);
  }

  private static List<Item> stars(Scope scope, Optional<String> table) {
    List<Item> items = new ArrayList<>();
    for (Side side : scope.sides()) {
      boolean meant =
          table.isEmpty() || side.alias().filter(table.get()::equalsIgnoreCase).isPresent();
      if (meant) {
        side.names().forEach(name -> items.add(new Item(qualified(scope, side, name), name)));
      }
    }
    if (items.isEmpty()) {
      throw error(ErrorCode.TABLE_NOT_FOUND, table.orElse("*")).build();
    }
    return items;
  }

  private static Sql qualified(Scope scope, Side side, String name) {
    Sql column = Sql.name(name);
    return scope.sides().size() > 1 && side.alias().isPresent()
        ? Sql.name(side.alias().get()).then(".").then(column)
        : column;
  }

  /** All columns with the new ones, each in the place of its namesake or behind. */
  private static List<Expr> all(Block input, WithColumns with) {
    List<Expr> columns = new ArrayList<>();
    List<String> names = input.names();
    List<Expr.Alias> added = new ArrayList<>(with.columns());
    for (String name : names) {
      Optional<Expr.Alias> replacement =
          with.columns().stream()
              .filter(column -> column.name().equalsIgnoreCase(name))
              .findFirst();
      columns.add(
          replacement.isPresent() ? replacement.get() : new Expr.Name(Expressions.quoted(name)));
      replacement.ifPresent(added::remove);
    }
    if (names.isEmpty()) {
      columns.add(new Expr.Star(Optional.empty()));
    }
    columns.addAll(added);
    return columns;
  }

  /** Makes new columns of those there are, in the same SELECT if it has chosen none yet. */
  private Block items(
      Block input,
      TableTree tree,
      java.util.function.Function<Block, Optional<List<Item>>> change) {
    Block block = input.isOpen() ? input : writer.around(input, tree);
    change.apply(block).ifPresent(block::select);
    return block;
  }

  private static Optional<List<Item>> renamed(Block block, Map<String, String> names) {
    List<Item> items = new ArrayList<>();
    boolean changed = false;
    for (Item item : stars(block)) {
      Optional<String> name =
          names.entrySet().stream()
              .filter(entry -> entry.getKey().equalsIgnoreCase(item.name()))
              .map(Map.Entry::getValue)
              .findFirst();
      items.add(name.map(found -> Item.of(item.sql(), found)).orElse(item));
      changed |= name.isPresent();
    }
    return changed ? Optional.of(items) : Optional.empty();
  }

  private static Optional<List<Item>> named(Block block, List<String> names) {
    List<Item> all = stars(block);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    if (all.size() != names.size()) {
      throw error(
              ErrorCode.QUERY_INVALID,
              "toDF() names " + names.size() + " columns, and the table has " + all.size())
          .build();
    }
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      items.add(Item.of(all.get(i).sql(), names.get(i)));
    }
    return Optional.of(items);
  }

  /** A column of one table above a join, where another's has the same name, would drop both. */
  private static void checkOne(Block block, Expr.Member member) {
    List<Side> sides = block.scope().sides();
    boolean isItsOwn = sides.size() == 1 && sides.get(0).tree() == member.table();
    long namesakes = block.scope().names().stream().filter(member.name()::equalsIgnoreCase).count();
    if (sides.size() == 1 && namesakes > 1 && !isItsOwn) {
      throw error(ErrorCode.COLUMN_AMBIGUOUS, member.name(), "more than one column has that name")
          .hint("drop it before other steps:  a.join(b, …).drop(b.col(\"x\"))")
          .build();
    }
  }

  private static Optional<List<Item>> without(Block block, List<Expr> dropped) {
    List<String> sqls = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Expr expression : dropped) {
      Optional<String> window = block.scope().window(expression);
      if (window.isPresent()) {
        names.addAll(List.of(window.get() + "_start", window.get() + "_end"));
      } else if (expression instanceof Expr.Member member) {
        checkOne(block, member);
        sqls.add(new ExprWriter(block.scope()).write(expression).shown());
      } else if (block.scope().sides().size() > 1 && Expressions.columnName(expression).isEmpty()) {
        sqls.add(new ExprWriter(block.scope()).write(expression).shown());
      } else {
        names.add(ExprText.name(expression));
      }
    }
    List<Item> all = stars(block);
    List<Item> items =
        all.stream()
            .filter(
                item ->
                    names.stream().noneMatch(item.name()::equalsIgnoreCase)
                        && sqls.stream().noneMatch(item.sql().shown()::equalsIgnoreCase))
            .toList();
    return items.size() == all.size() ? Optional.empty() : Optional.of(items);
  }

  private static List<Item> stars(Block block) {
    return block.scope().names().isEmpty() ? List.of() : stars(block.scope(), Optional.empty());
  }
}
