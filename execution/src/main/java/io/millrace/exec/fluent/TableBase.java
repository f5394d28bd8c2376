package io.millrace.exec.fluent;

import static java.util.Objects.requireNonNull;

import io.millrace.api.encoding.Shape;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.function.FilterFunction;
import io.millrace.api.function.FlatMapFunction;
import io.millrace.api.function.ForeachFunction;
import io.millrace.api.function.ForeachPartitionFunction;
import io.millrace.api.function.MapFunction;
import io.millrace.api.function.MapPartitionsFunction;
import io.millrace.api.function.ReduceFunction;
import io.millrace.api.table.Column;
import io.millrace.api.table.DataFrameWriter;
import io.millrace.api.table.DataStreamWriter;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Encoder;
import io.millrace.api.table.GroupedTable;
import io.millrace.api.table.KeyValueGroupedDataset;
import io.millrace.api.table.Table;
import io.millrace.api.table.functions;
import io.millrace.api.table.program.RowProgram;
import io.millrace.api.table.program.RowStep;
import io.millrace.api.table.tree.Expr;
import io.millrace.api.table.tree.TableTree;
import io.millrace.api.table.tree.TableTree.Grouping;
import io.millrace.api.table.tree.TableTree.JoinKind;
import io.millrace.api.table.tree.TableTree.SetKind;
import io.millrace.api.types.Schema;
import io.millrace.exec.batch.ArrowStream;
import io.millrace.plan.incremental.EncoderColumns;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * A table as a tree and a session.
 *
 * @param <T> the rows' class
 * @param <D> what steps give that keep the rows' class
 */
public abstract class TableBase<T, D extends Dataset<T>> implements Dataset<T> {
  private static final int SHOWN_ROWS = 20;
  private static final int SHOWN_CHARACTERS = 20;

  private final Engine engine;
  private final TableTree tree;
  private final Encoder<T> encoder;

  protected TableBase(Engine engine, TableTree tree, Encoder<T> encoder) {
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

  /** Fails if its rows cannot be objects of the class. */
  final void requireReadable() {
    EncoderColumns.of(encoder, schema());
  }

  private Table table(TableTree newTree) {
    return new RowTable(engine, newTree);
  }

  private static TableTree treeOf(Dataset<?> other) {
    if (other instanceof TableBase<?, ?> base) {
      return base.tree;
    }
    throw new IllegalArgumentException("a table of something else than Millrace: " + other);
  }

  private static List<Expr> expressions(Column... columns) {
    return Arrays.stream(columns).map(Column::expr).toList();
  }

  private static List<Expr> names(String first, String... others) {
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

  @Override
  public final <U> Dataset<U> as(Encoder<U> newEncoder) {
    return new TypedTable<>(engine, tree, newEncoder);
  }

  private <U> Dataset<U> step(RowProgram program, Encoder<U> newEncoder) {
    return new TypedTable<>(engine, new RowStep(tree, program), newEncoder);
  }

  @Override
  public final D filter(FilterFunction<T> function) {
    return with(new RowStep(tree, RowProgram.filter(function, encoder)));
  }

  @Override
  public final <U> Dataset<U> map(MapFunction<T, U> function, Encoder<U> newEncoder) {
    return step(RowProgram.map(function, encoder, newEncoder), newEncoder);
  }

  @Override
  public final <U> Dataset<U> flatMap(FlatMapFunction<T, U> function, Encoder<U> newEncoder) {
    return step(RowProgram.flatMap(function, encoder, newEncoder), newEncoder);
  }

  @Override
  public final <U> Dataset<U> mapPartitions(
      MapPartitionsFunction<T, U> function, Encoder<U> newEncoder) {
    return step(RowProgram.mapPartitions(function, encoder, newEncoder), newEncoder);
  }

  @Override
  public final <K> KeyValueGroupedDataset<K, T> groupByKey(
      MapFunction<T, K> function, Encoder<K> key) {
    return KeyedGroups.of(engine, tree, encoder, function, key);
  }

  private GroupedTable grouped(Grouping grouping, List<Expr> keys) {
    return new Groups(engine, tree, grouping, keys);
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
    return table(new TableTree.Join(tree, treeOf(other), meant, condition, using));
  }

  private D set(SetKind kind, boolean all, Dataset<T> other) {
    return with(new TableTree.SetOperation(kind, all, tree, treeOf(other), false, false));
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
            SetKind.UNION, true, tree, treeOf(other), true, allowMissingColumns));
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

  @Override
  public final Schema schema() {
    return engine.facts(tree).schema();
  }

  @Override
  public final String[] columns() {
    return schema().names().toArray(String[]::new);
  }

  @Override
  public final List<Map.Entry<String, String>> dtypes() {
    return schema().fields().stream()
        .map(field -> Map.entry(field.name(), SchemaText.simpleName(field.type())))
        .toList();
  }

  @Override
  public final void printSchema() {
    engine.console().println(SchemaText.tree(schema()));
  }

  @Override
  public final boolean isStreaming() {
    return !engine.facts(tree).ends();
  }

  @Override
  public final void explain() {
    explain("simple");
  }

  @Override
  public final void explain(boolean extended) {
    explain(extended ? "extended" : "simple");
  }

  @Override
  public final void explain(String mode) {
    engine.console().println(explainString(mode));
  }

  @Override
  public final String explainString(String mode) {
    return ExplainModes.explain(engine, tree, mode);
  }

  private RowReader<T> open(String what) {
    if (!(encoder.shape() instanceof Shape.Generic)) {
      requireReadable();
    }
    return new RowReader<>(engine.rows(tree, what), new ObjectDecoder<>(encoder));
  }

  private List<T> read(long most, String what) {
    List<T> rows = new ArrayList<>();
    try (RowReader<T> reader = open(what)) {
      while (rows.size() < most && reader.hasNext()) {
        rows.add(reader.next());
      }
    }
    return rows;
  }

  @Override
  public final List<T> collectAsList() {
    return read(Long.MAX_VALUE, "collect()");
  }

  @Override
  public Object collect() {
    return collectAsList().toArray();
  }

  @Override
  public final Iterator<T> toLocalIterator() {
    return open("toLocalIterator()");
  }

  @Override
  public final List<T> takeAsList(int count) {
    return read(count, "take()");
  }

  @Override
  public Object take(int count) {
    return takeAsList(count).toArray();
  }

  @Override
  public Object head(int count) {
    return take(count);
  }

  @Override
  public final T first() {
    List<T> rows = read(1, "first()");
    if (rows.isEmpty()) {
      throw new NoSuchElementException("first() of a table without rows");
    }
    return rows.get(0);
  }

  @Override
  public final T head() {
    return first();
  }

  @Override
  public final ArrowReader toArrow() {
    return RowVectors.open(() -> engine.rows(tree, "toArrow()"));
  }

  @Override
  public final void toArrow(OutputStream out) throws IOException {
    try (var rows = engine.rows(tree, "toArrow()")) {
      ArrowStream stream = new ArrowStream(out, rows.schema());
      for (var batch = rows.next(); batch.isPresent(); batch = rows.next()) {
        stream.write(batch.get());
      }
      stream.end();
    }
  }

  @Override
  public final boolean isEmpty() {
    return read(1, "isEmpty()").isEmpty();
  }

  @Override
  public final long count() {
    Expr all = functions.count("*").expr();
    TableTree counted = new TableTree.Aggregate(tree, Grouping.PLAIN, List.of(), List.of(all));
    try (var result = engine.rows(counted, "count()")) {
      return ((Number) result.next().orElseThrow().values(0).get(0)).longValue();
    } catch (MillraceException e) {
      if (e.code() != ErrorCode.NOT_SUPPORTED) {
        throw e;
      }
      // a LIMIT, over which nothing can be planned; if it is something else, it is that again
      return countRead();
    }
  }

  private long countRead() {
    long rows = 0;
    try (var result = engine.rows(tree, "count()")) {
      for (var batch = result.next(); batch.isPresent(); batch = result.next()) {
        rows += batch.get().size();
      }
    }
    return rows;
  }

  @Override
  public final void foreach(ForeachFunction<T> function) {
    try (RowReader<T> reader = open("foreach()")) {
      while (reader.hasNext()) {
        ProgramCode.call("foreach", function::call, reader.next());
      }
    }
  }

  @Override
  public final void foreachPartition(ForeachPartitionFunction<T> function) {
    try (RowReader<T> reader = open("foreachPartition()")) {
      ProgramCode.<Iterator<T>>call("foreachPartition", function::call, reader);
    }
  }

  @Override
  public final T reduce(ReduceFunction<T> function) {
    try (RowReader<T> reader = open("reduce()")) {
      T reduced = reader.next();
      while (reader.hasNext()) {
        T next = reader.next();
        T before = reduced;
        reduced = ProgramCode.of("reduce", () -> function.call(before, next));
      }
      return reduced;
    }
  }

  @Override
  public final void show() {
    show(SHOWN_ROWS);
  }

  @Override
  public final void show(int numRows) {
    show(numRows, SHOWN_CHARACTERS);
  }

  @Override
  public final void show(boolean truncate) {
    show(SHOWN_ROWS, truncate);
  }

  @Override
  public final void show(int numRows, boolean truncate) {
    show(numRows, truncate ? SHOWN_CHARACTERS : 0);
  }

  @Override
  public final void show(int numRows, int truncate) {
    show(numRows, truncate, false);
  }

  @Override
  public final void show(int numRows, int truncate, boolean vertical) {
    int shown = Math.max(0, numRows);
    RowsText text;
    try (var rows = engine.rows(tree, "show()")) {
      text = RowsText.read(rows, shown, truncate, engine.zone());
    }
    engine.console().println(vertical ? text.vertical() : text.horizontal());
  }

  @Override
  public final void createTempView(String name) {
    engine.createView(name, tree, false);
  }

  @Override
  public final void createOrReplaceTempView(String name) {
    engine.createView(name, tree, true);
  }

  @Override
  public final DataFrameWriter<T> write() {
    return new OnceWriter<>(engine, tree);
  }

  @Override
  public final DataStreamWriter<T> writeStream() {
    return new StreamWriter<>(this);
  }

  /** The rows of a batch as this kind of table. */
  final D batch(TableTree.Rows rows) {
    return with(rows);
  }
}
