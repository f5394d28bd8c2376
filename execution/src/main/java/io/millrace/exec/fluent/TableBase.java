package io.millrace.exec.fluent;

import io.millrace.api.encoding.Shape;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.function.ForeachFunction;
import io.millrace.api.function.ForeachPartitionFunction;
import io.millrace.api.function.ReduceFunction;
import io.millrace.api.table.DataFrameWriter;
import io.millrace.api.table.DataStreamWriter;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Encoder;
import io.millrace.api.table.functions;
import io.millrace.api.table.tree.Expr;
import io.millrace.api.table.tree.TableTree;
import io.millrace.api.table.tree.TableTree.Grouping;
import io.millrace.api.types.Schema;
import io.millrace.exec.batch.ArrowStream;
import io.millrace.plan.incremental.EncoderColumns;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * A table that can be asked what it is, and be run: read, printed, named, written.
 *
 * @param <T> the rows' class
 * @param <D> what steps give that keep the rows' class
 */
public abstract class TableBase<T, D extends Dataset<T>> extends CombiningSteps<T, D> {
  private static final int SHOWN_ROWS = 20;
  private static final int SHOWN_CHARACTERS = 20;

  protected TableBase(Engine engine, TableTree tree, Encoder<T> encoder) {
    super(engine, tree, encoder);
  }

  /** Fails if its rows cannot be objects of the class. */
  final void requireReadable() {
    EncoderColumns.of(encoder(), schema());
  }

  @Override
  public final Schema schema() {
    return engine().facts(tree()).schema();
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
    engine().console().println(SchemaText.tree(schema()));
  }

  @Override
  public final boolean isStreaming() {
    return !engine().facts(tree()).ends();
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
    engine().console().println(explainString(mode));
  }

  @Override
  public final String explainString(String mode) {
    return ExplainModes.explain(engine(), tree(), mode);
  }

  private RowReader<T> open(String what) {
    if (!(encoder().shape() instanceof Shape.Generic)) {
      requireReadable();
    }
    return new RowReader<>(engine().rows(tree(), what), new ObjectDecoder<>(encoder()));
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

  /** The last rows; no more of them are held than are wanted. */
  final List<T> last(int count) {
    Deque<T> rows = new ArrayDeque<>();
    try (RowReader<T> reader = open("tail()")) {
      while (reader.hasNext()) {
        rows.addLast(reader.next());
        if (rows.size() > count) {
          rows.removeFirst();
        }
      }
    }
    return new ArrayList<>(rows);
  }

  @Override
  public Object tail(int count) {
    return last(count).toArray();
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
    return RowVectors.open(() -> engine().rows(tree(), "toArrow()"));
  }

  @Override
  public final void toArrow(OutputStream out) throws IOException {
    try (var rows = engine().rows(tree(), "toArrow()")) {
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
    TableTree counted = new TableTree.Aggregate(tree(), Grouping.PLAIN, List.of(), List.of(all));
    try (var result = engine().rows(counted, "count()")) {
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
    try (var result = engine().rows(tree(), "count()")) {
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
    try (var rows = engine().rows(tree(), "show()")) {
      text = RowsText.read(rows, shown, truncate, engine().zone());
    }
    engine().console().println(vertical ? text.vertical() : text.horizontal());
  }

  @Override
  public final void createTempView(String name) {
    engine().createView(name, tree(), false);
  }

  @Override
  public final void createOrReplaceTempView(String name) {
    engine().createView(name, tree(), true);
  }

  @Override
  public final DataFrameWriter<T> write() {
    return new OnceWriter<>(engine(), tree());
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
