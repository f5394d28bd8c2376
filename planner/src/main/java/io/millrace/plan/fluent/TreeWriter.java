package io.millrace.plan.fluent;

import io.millrace.api.table.tree.Expr;
import io.millrace.api.table.tree.TableTree;
import io.millrace.api.table.tree.TableTree.Deduplicate;
import io.millrace.api.table.tree.TableTree.Distinct;
import io.millrace.api.table.tree.TableTree.Drop;
import io.millrace.api.table.tree.TableTree.Filter;
import io.millrace.api.table.tree.TableTree.Limit;
import io.millrace.api.table.tree.TableTree.Sort;
import io.millrace.plan.catalog.FluentQuery;
import io.millrace.plan.fluent.Block.Key;
import io.millrace.plan.fluent.Scope.Side;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the tree of a table as the text of a query.
 *
 * <p>Before: {@code Select(Filter(Named(clicks), views > 1), page)}.
 *
 * <p>After: {@code SELECT "page" FROM "clicks" WHERE ("views" > 1)}.
 */
public final class TreeWriter {
  private final Sources sources;
  private final Leaves leaves;
  private final Columns columns = new Columns(this);
  private final Groups groups = new Groups(this);

  private TreeWriter(Sources sources, String owner) {
    this.sources = sources;
    this.leaves = new Leaves(sources, this, owner);
  }

  /**
   * The query that a tree is.
   *
   * @throws io.millrace.api.error.MillraceException for what can be seen to be wrong already
   */
  public static FluentQuery write(TableTree tree, Sources sources) {
    return new TreeWriter(sources, "").query(tree);
  }

  /**
   * The query that a view is. Whoever reads several views reads the leaves of all of them, so they
   * have names that begin with the view's.
   *
   * @throws io.millrace.api.error.MillraceException as {@link #write}
   */
  public static FluentQuery writeView(String view, TableTree tree, Sources sources) {
    return new TreeWriter(sources, view + ":").query(tree);
  }

  Sources sources() {
    return sources;
  }

  /** The query of a part of the tree, with the leaves found so far. */
  FluentQuery query(TableTree tree) {
    Sql sql = block(tree).sql().named(leaves::nameOf);
    return sql.query(leaves.found());
  }

  /** The query of what is observed of rows. */
  FluentQuery metrics(Block rows, TableTree.Observe tree) {
    TableTree.Aggregate metrics =
        new TableTree.Aggregate(tree.input(), TableTree.Grouping.PLAIN, List.of(), tree.metrics());
    return groups.aggregate(rows, metrics).sql().named(leaves::nameOf).query(leaves.found());
  }

  Block block(TableTree tree) {
    if (tree instanceof TableTree.OneInput step) {
      return step(step);
    } else if (tree instanceof TableTree.Join join) {
      return Joins.of(join, this);
    } else if (tree instanceof TableTree.SetOperation operation) {
      return SetOperations.of(operation, this);
    }
    return leaves.of(tree);
  }

  private Block step(TableTree.OneInput tree) {
    if (tree instanceof TableTree.Watermark || tree instanceof TableTree.Observe) {
      return leaves.of(tree);
    }
    if (tree instanceof Deduplicate deduplicate) {
      return deduplicate(deduplicate);
    }
    if (tree instanceof Drop drop
        && drop.input() instanceof Drop before
        && drop.columns().stream()
            .noneMatch(column -> column instanceof Expr.Member own && own.table() == before)) {
      // told apart by the tables below, of which nothing is known above the first
      List<Expr> dropped = new ArrayList<>(before.columns());
      dropped.addAll(drop.columns());
      return step(new Drop(before.input(), dropped));
    }
    Block input = block(tree.input());
    if (tree instanceof Filter filter) {
      return filter(input, filter);
    } else if (tree instanceof TableTree.Aliased aliased) {
      return alias(input, aliased);
    } else if (tree instanceof Distinct) {
      return distinct(input, tree.input());
    } else if (tree instanceof Sort sort) {
      return sort(input, sort);
    } else if (tree instanceof Limit limit) {
      return limit(input, limit);
    } else if (tree instanceof TableTree.Aggregate aggregate) {
      return groups.aggregate(input, aggregate);
    }
    return columns.of(input, tree);
  }

  /** {@code SELECT … FROM (block)}. An order that no LIMIT depends on moves to the outside. */
  Block around(Block block, TableTree tree) {
    Optional<List<Key>> order = block.takeOrder();
    List<String> names = block.names();
    Optional<String> alias = alias(block);
    Sql query = block.sql().inParentheses();
    Block outer =
        Block.over(
            alias.map(name -> query.then(" AS ").then(Sql.name(name))).orElse(query),
            List.of(new Side(alias, names, tree)));
    order.ifPresent(outer::order);
    return outer;
  }

  /** The name that the columns of a block have, if it is one for all of them. */
  private static Optional<String> alias(Block block) {
    List<Side> sides = block.scope().sides();
    return sides.size() == 1 ? sides.get(0).alias() : Optional.empty();
  }

  private Block alias(Block input, TableTree.Aliased tree) {
    if (input.isPlain()
        && input.scope().sides().size() == 1
        && tree.input() instanceof TableTree.Named) {
      Side side = input.scope().sides().get(0);
      return Block.over(
          input.from().then(" AS ").then(Sql.name(tree.alias())),
          List.of(new Side(Optional.of(tree.alias()), side.names(), tree)));
    }
    Optional<List<Key>> order = input.takeOrder();
    Block outer =
        Block.over(
            input.sql().inParentheses().then(" AS ").then(Sql.name(tree.alias())),
            List.of(new Side(Optional.of(tree.alias()), input.names(), tree)));
    order.ifPresent(outer::order);
    return outer;
  }

  private Block filter(Block input, Filter filter) {
    if (input.isOpen() && !input.isLimited()) {
      input.where(new ExprWriter(input.scope()).write(filter.condition()));
      return input;
    }
    if (isOfHiddenColumns(input, filter.condition())) {
      // As in Spark: a condition may name what the SELECT before it has left out.
      input.where(new ExprWriter(input.scope()).write(filter.condition()));
      return input;
    }
    Block outer = around(input, filter.input());
    outer.where(new ExprWriter(outer.scope()).write(filter.condition()));
    return outer;
  }

  private static boolean isOfHiddenColumns(Block input, Expr condition) {
    if (input.isWhole() || input.hasAggregates() || input.isDistinct() || input.isLimited()) {
      return false;
    }
    Set<String> names = new LinkedHashSet<>();
    if (!Expressions.simpleNames(condition, names)) {
      return false;
    }
    List<String> visible = input.names();
    boolean allVisible =
        names.stream().allMatch(name -> visible.stream().anyMatch(name::equalsIgnoreCase));
    return !allVisible && names.stream().allMatch(input.scope()::has);
  }

  private Block distinct(Block input, TableTree tree) {
    Block block = input.isWhole() || input.isLimited() ? around(input, tree) : input;
    block.distinct();
    return block;
  }

  /** By all columns it is what SQL calls DISTINCT. */
  private Block deduplicate(Deduplicate tree) {
    if (tree.withinWatermark()) {
      return leaves.of(tree);
    }
    Block input = block(tree.input());
    List<String> names = input.names();
    boolean all =
        names.stream().allMatch(name -> tree.columns().stream().anyMatch(name::equalsIgnoreCase));
    return all && !names.isEmpty() ? distinct(input, tree.input()) : leaves.of(tree);
  }

  private Block sort(Block input, Sort sort) {
    boolean isText = input.isWhole() && sort.input() instanceof TableTree.Query;
    Block block = input.isLimited() || isText ? around(input, sort.input()) : input;
    Scope scope = block.orderScope();
    ExprWriter writer = new ExprWriter(scope);
    List<Key> keys = new ArrayList<>();
    for (Expr expression : sort.keys()) {
      Expr operand = expression instanceof Expr.SortKey key ? key.operand() : expression;
      Optional<String> window = scope.window(operand);
      if (window.isPresent()) {
        for (String bound : List.of("_start", "_end")) {
          keys.add(
              key(writer, new Expr.Name(Expressions.quoted(window.get() + bound)), expression));
        }
      } else {
        keys.add(key(writer, operand, expression));
      }
    }
    block.order(keys);
    return block;
  }

  /** The operand sorted as the expression says. */
  private static Key key(ExprWriter writer, Expr operand, Expr expression) {
    Sql column = writer.value(operand);
    Expr whole =
        expression instanceof Expr.SortKey key
            ? new Expr.SortKey(operand, key.descending(), key.nulls())
            : operand;
    Sql sql = writer.key(whole);
    return new Key(
        sql, Expressions.columnName(operand), sql.shown().substring(column.shown().length()));
  }

  private Block limit(Block input, Limit limit) {
    boolean isText = input.isWhole() && limit.input() instanceof TableTree.Query;
    Block block = isText ? around(input, limit.input()) : input;
    if (limit.offset() > 0) {
      block.offset(limit.offset());
    }
    limit.count().ifPresent(block::limit);
    return block;
  }
}
