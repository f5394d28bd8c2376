package io.millrace.exec.fluent;

import static java.util.Objects.requireNonNull;

import io.millrace.api.table.Column;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Encoder;
import io.millrace.api.table.Table;
import io.millrace.api.table.functions;
import io.millrace.api.table.tree.Expr;
import io.millrace.api.table.tree.TableTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A table as a tree and a session, with the steps over one table: other columns, fewer rows, an
 * order.
 *
 * @param <T> the rows' class
 * @param <D> what steps give that keep the rows' class
 */
abstract class TableSteps<T, D extends Dataset<T>> implements Dataset<T> {
  private final Engine engine;
  private final TableTree tree;
  private final Encoder<T> encoder;

  TableSteps(Engine engine, TableTree tree, Encoder<T> encoder) {
    this.engine = requireNonNull(engine, "engine is null");
    this.tree = requireNonNull(tree, "tree is null");
    this.encoder = requireNonNull(encoder, "encoder is null");
  }

  /** The same kind of table of another tree. */
  protected abstract D with(TableTree newTree);

  /** The session. */
  public final Engine engine() {
    return engine;
  }

  /** What it is made of. */
  public final TableTree tree() {
    return tree;
  }

  /** How its rows are objects. */
  public final Encoder<T> encoder() {
    return encoder;
  }

  final Table table(TableTree newTree) {
    return new RowTable(engine, newTree);
  }

  static TableTree treeOf(Dataset<?> other) {
    if (other instanceof TableSteps<?, ?> base) {
      return base.tree();
    }
    throw new IllegalArgumentException("a table of something else than Millrace: " + other);
  }

  static List<Expr> expressions(Column... columns) {
    return Arrays.stream(columns).map(Column::expr).toList();
  }

  static List<Expr> names(String first, String... others) {
    List<Expr> names = new ArrayList<>();
    names.add(functions.col(first).expr());
    for (String other : others) {
      names.add(functions.col(other).expr());
    }
    return names;
  }

  private static List<String> all(String first, String... others) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(others));
    return all;
  }

  @Override
  public final Column col(String name) {
    boolean star = name.equals("*") || name.endsWith(".*");
    boolean simple = name.indexOf('.') < 0 || name.startsWith("`");
    return star || !simple
        ? functions.col(name)
        : new Column(new Expr.Member(tree, name.replace("`", "")));
  }

  @Override
  public final Column apply(String name) {
    return col(name);
  }

  @Override
  public final Table select(Column... columns) {
    return table(new TableTree.Select(tree, expressions(columns)));
  }

  @Override
  public final Table select(String first, String... others) {
    return table(new TableTree.Select(tree, names(first, others)));
  }

  @Override
  public final Table selectExpr(String... texts) {
    return table(
        new TableTree.Select(tree, Arrays.stream(texts).<Expr>map(Expr.Text::new).toList()));
  }

  @Override
  public final Table withColumn(String name, Column column) {
    return withColumns(Map.of(name, column));
  }

  @Override
  public final Table withColumns(Map<String, Column> columns) {
    List<Expr.Alias> added = new ArrayList<>();
    Maps.inOrder(columns).forEach((name, column) -> added.add(new Expr.Alias(column.expr(), name)));
    return table(new TableTree.WithColumns(tree, added));
  }

  @Override
  public final Table withColumnRenamed(String existing, String name) {
    return withColumnsRenamed(Map.of(existing, name));
  }

  @Override
  public final Table withColumnsRenamed(Map<String, String> names) {
    return table(new TableTree.Rename(tree, names));
  }

  @Override
  public final Table drop(String... names) {
    // A name here is a name, whatever is in it.
    return table(
        new TableTree.Drop(
            tree,
            Arrays.stream(names)
                .<Expr>map(name -> new Expr.Name("`" + name.replace("`", "``") + "`"))
                .toList()));
  }

  @Override
  public final Table drop(Column first, Column... others) {
    List<Expr> columns = new ArrayList<>(List.of(first.expr()));
    columns.addAll(expressions(others));
    return table(new TableTree.Drop(tree, columns));
  }

  @Override
  public final Table toDF(String... names) {
    return table(new TableTree.ToNames(tree, List.of(names)));
  }

  @Override
  public final Table toDF() {
    return table(tree);
  }

  @Override
  public final D as(String alias) {
    return with(new TableTree.Aliased(tree, alias));
  }

  @Override
  public final D alias(String alias) {
    return as(alias);
  }

  @Override
  public final D filter(Column condition) {
    return with(new TableTree.Filter(tree, condition.expr()));
  }

  @Override
  public final D filter(String condition) {
    return filter(functions.expr(condition));
  }

  @Override
  public final D where(Column condition) {
    return filter(condition);
  }

  @Override
  public final D where(String condition) {
    return filter(condition);
  }

  @Override
  public final D distinct() {
    return with(new TableTree.Distinct(tree));
  }

  @Override
  public final D dropDuplicates() {
    return distinct();
  }

  @Override
  public final D dropDuplicates(String first, String... others) {
    return with(new TableTree.Deduplicate(tree, all(first, others), false));
  }

  @Override
  public final D dropDuplicates(String[] columns) {
    return columns.length == 0
        ? distinct()
        : with(new TableTree.Deduplicate(tree, List.of(columns), false));
  }

  @Override
  public final D dropDuplicatesWithinWatermark() {
    return dropDuplicatesWithinWatermark(new String[0]);
  }

  @Override
  public final D dropDuplicatesWithinWatermark(String first, String... others) {
    return with(new TableTree.Deduplicate(tree, all(first, others), true));
  }

  @Override
  public final D dropDuplicatesWithinWatermark(String[] columns) {
    return with(new TableTree.Deduplicate(tree, List.of(columns), true));
  }

  @Override
  public final D observe(String name, Column first, Column... others) {
    List<Expr> metrics = new ArrayList<>(List.of(first.expr()));
    metrics.addAll(expressions(others));
    return with(new TableTree.Observe(tree, name, metrics));
  }

  @Override
  public final D orderBy(Column... keys) {
    return with(new TableTree.Sort(tree, expressions(keys)));
  }

  @Override
  public final D orderBy(String first, String... others) {
    return with(new TableTree.Sort(tree, names(first, others)));
  }

  @Override
  public final D sort(Column... keys) {
    return orderBy(keys);
  }

  @Override
  public final D sort(String first, String... others) {
    return orderBy(first, others);
  }

  @Override
  public final D limit(int count) {
    requireNotNegative(count, "limit");
    return with(new TableTree.Limit(tree, 0, OptionalLong.of(count)));
  }

  @Override
  public final D offset(int count) {
    requireNotNegative(count, "offset");
    return with(new TableTree.Limit(tree, count, OptionalLong.empty()));
  }

  private static void requireNotNegative(int count, String what) {
    if (count < 0) {
      throw new IllegalArgumentException(what + "(" + count + "): it cannot be negative");
    }
  }

  @Override
  public final D withWatermark(String column, String delay) {
    return with(new TableTree.Watermark(tree, column, delay));
  }
}
