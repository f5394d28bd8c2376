package io.millrace.exec.fluent;

import io.millrace.api.function.FilterFunction;
import io.millrace.api.function.FlatMapFunction;
import io.millrace.api.function.MapFunction;
import io.millrace.api.function.MapPartitionsFunction;
import io.millrace.api.table.Column;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Encoder;
import io.millrace.api.table.GroupedTable;
import io.millrace.api.table.KeyValueGroupedDataset;
import io.millrace.api.table.Table;
import io.millrace.api.table.program.RowProgram;
import io.millrace.api.table.program.RowStep;
import io.millrace.api.table.tree.Expr;
import io.millrace.api.table.tree.TableTree;
import io.millrace.api.table.tree.TableTree.Grouping;
import io.millrace.api.table.tree.TableTree.JoinKind;
import io.millrace.api.table.tree.TableTree.SetKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps that make rows of several rows, or of another class: programs, groups, joins and set
 * operations.
 *
 * @param <T> the rows' class
 * @param <D> what steps give that keep the rows' class
 */
abstract class CombiningSteps<T, D extends Dataset<T>> extends TableSteps<T, D> {

  CombiningSteps(Engine engine, TableTree tree, Encoder<T> encoder) {
    super(engine, tree, encoder);
  }

  @Override
  public final <U> Dataset<U> as(Encoder<U> newEncoder) {
    return new TypedTable<>(engine(), tree(), newEncoder);
  }

  private <U> Dataset<U> step(RowProgram program, Encoder<U> newEncoder) {
    return new TypedTable<>(engine(), new RowStep(tree(), program), newEncoder);
  }

  @Override
  public final D filter(FilterFunction<T> function) {
    return with(new RowStep(tree(), RowProgram.filter(function, encoder())));
  }

  @Override
  public final <U> Dataset<U> map(MapFunction<T, U> function, Encoder<U> newEncoder) {
    return step(RowProgram.map(function, encoder(), newEncoder), newEncoder);
  }

  @Override
  public final <U> Dataset<U> flatMap(FlatMapFunction<T, U> function, Encoder<U> newEncoder) {
    return step(RowProgram.flatMap(function, encoder(), newEncoder), newEncoder);
  }

  @Override
  public final <U> Dataset<U> mapPartitions(
      MapPartitionsFunction<T, U> function, Encoder<U> newEncoder) {
    return step(RowProgram.mapPartitions(function, encoder(), newEncoder), newEncoder);
  }

  @Override
  public final <K> KeyValueGroupedDataset<K, T> groupByKey(
      MapFunction<T, K> function, Encoder<K> key) {
    return KeyedGroups.of(engine(), tree(), encoder(), function, key);
  }

  private GroupedTable grouped(Grouping grouping, List<Expr> keys) {
    return new Groups(engine(), tree(), grouping, keys);
  }

  @Override
  public final GroupedTable groupBy(Column... keys) {
    return grouped(Grouping.PLAIN, expressions(keys));
  }

  @Override
  public final GroupedTable groupBy(String first, String... others) {
    return grouped(Grouping.PLAIN, names(first, others));
  }

  @Override
  public final GroupedTable rollup(Column... keys) {
    return grouped(Grouping.ROLLUP, expressions(keys));
  }

  @Override
  public final GroupedTable rollup(String first, String... others) {
    return grouped(Grouping.ROLLUP, names(first, others));
  }

  @Override
  public final GroupedTable cube(Column... keys) {
    return grouped(Grouping.CUBE, expressions(keys));
  }

  @Override
  public final GroupedTable cube(String first, String... others) {
    return grouped(Grouping.CUBE, names(first, others));
  }

  @Override
  public final Table agg(Column first, Column... others) {
    return groupBy().agg(first, others);
  }

  @Override
  public final Table agg(Map<String, String> aggregates) {
    return groupBy().agg(aggregates);
  }

  @Override
  public final Table join(Dataset<?> other) {
    return join(other, JoinKind.INNER, Optional.empty(), List.of());
  }

  @Override
  public final Table join(Dataset<?> other, String using) {
    return join(other, JoinKind.INNER, Optional.empty(), List.of(using));
  }

  @Override
  public final Table join(Dataset<?> other, String[] using) {
    return join(other, JoinKind.INNER, Optional.empty(), List.of(using));
  }

  @Override
  public final Table join(Dataset<?> other, String using, String type) {
    return join(other, JoinTypes.of(type), Optional.empty(), List.of(using));
  }

  @Override
  public final Table join(Dataset<?> other, String[] using, String type) {
    return join(other, JoinTypes.of(type), Optional.empty(), List.of(using));
  }

  @Override
  public final Table join(Dataset<?> other, Column condition) {
    return join(other, JoinKind.INNER, Optional.of(condition.expr()), List.of());
  }

  @Override
  public final Table join(Dataset<?> other, Column condition, String type) {
    return join(other, JoinTypes.of(type), Optional.of(condition.expr()), List.of());
  }

  @Override
  public final Table crossJoin(Dataset<?> other) {
    return join(other, JoinKind.CROSS, Optional.empty(), List.of());
  }

  private Table join(
      Dataset<?> other, JoinKind kind, Optional<Expr> condition, List<String> using) {
    JoinKind meant = kind == JoinKind.CROSS && condition.isPresent() ? JoinKind.INNER : kind;
    return table(new TableTree.Join(tree(), treeOf(other), meant, condition, using));
  }

  private D set(SetKind kind, boolean all, Dataset<T> other) {
    return with(new TableTree.SetOperation(kind, all, tree(), treeOf(other), false, false));
  }

  @Override
  public final D union(Dataset<T> other) {
    return set(SetKind.UNION, true, other);
  }

  @Override
  public final D unionAll(Dataset<T> other) {
    return union(other);
  }

  @Override
  public final D unionByName(Dataset<T> other) {
    return unionByName(other, false);
  }

  @Override
  public final D unionByName(Dataset<T> other, boolean allowMissingColumns) {
    return with(
        new TableTree.SetOperation(
            SetKind.UNION, true, tree(), treeOf(other), true, allowMissingColumns));
  }

  @Override
  public final D intersect(Dataset<T> other) {
    return set(SetKind.INTERSECT, false, other);
  }

  @Override
  public final D intersectAll(Dataset<T> other) {
    return set(SetKind.INTERSECT, true, other);
  }

  @Override
  public final D except(Dataset<T> other) {
    return set(SetKind.EXCEPT, false, other);
  }

  @Override
  public final D exceptAll(Dataset<T> other) {
    return set(SetKind.EXCEPT, true, other);
  }
}
