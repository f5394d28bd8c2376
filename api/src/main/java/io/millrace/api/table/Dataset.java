package io.millrace.api.table;

import io.millrace.api.function.FilterFunction;
import io.millrace.api.function.FlatMapFunction;
import io.millrace.api.function.ForeachFunction;
import io.millrace.api.function.ForeachPartitionFunction;
import io.millrace.api.function.MapFunction;
import io.millrace.api.function.MapPartitionsFunction;
import io.millrace.api.function.ReduceFunction;
import io.millrace.api.types.Schema;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * A table of a session as a program sees it, in the words of Spark's Dataset: the description of a
 * computation over sources and tables. Immutable; every method that gives a table makes another
 * description and runs nothing. Those that run something are {@link #collect}, {@link #show} and
 * their kin, {@link #write} and {@link #writeStream}.
 *
 * <p>Names of columns match in any case; {@code t.x} is a column of the table named {@code t}.
 * Mistakes, such as names that are not there, are found when a table is asked for its schema, or
 * runs; the errors are those of the same query in SQL.
 *
 * <p>Thread-safe.
 *
 * @param <T> the rows' class
 */
public interface Dataset<T> {

  // Columns.

  /** A column of this table; in a join it stays this table's. */
  Column col(String name);

  /** As {@link #col}. */
  Column apply(String name);

  /** The given columns. */
  Table select(Column... columns);

  /** The columns of these names. */
  Table select(String first, String... others);

  /** Expressions in SQL: {@code "amount * 2 AS twice"}. */
  Table selectExpr(String... expressions);

  /** All columns, with that one replaced, or added behind. */
  Table withColumn(String name, Column column);

  /** All columns, with some replaced, and others added behind. */
  Table withColumns(Map<String, Column> columns);

  /** All columns, one of them under another name; no error if it is not there. */
  Table withColumnRenamed(String existing, String name);

  /** All columns, some of them under other names; no error if they are not there. */
  Table withColumnsRenamed(Map<String, String> names);

  /** All columns but these; no error if they are not there. */
  Table drop(String... names);

  /** All columns but these. */
  Table drop(Column first, Column... others);

  /** All columns under these names. */
  Table toDF(String... names);

  /** The same as a table of rows. */
  Table toDF();

  /** The same under a name, with which columns can be told apart: {@code t.x}. */
  Dataset<T> as(String alias);

  /** As {@link #as(String)}. */
  Dataset<T> alias(String alias);

  // Rows.

  /** The rows for which the condition is true. */
  Dataset<T> filter(Column condition);

  /** The rows for which the condition in SQL is true. */
  Dataset<T> filter(String condition);

  /** As {@link #filter(Column)}. */
  Dataset<T> where(Column condition);

  /** As {@link #filter(String)}. */
  Dataset<T> where(String condition);

  /** Each row once. */
  Dataset<T> distinct();

  /** As {@link #distinct}. */
  Dataset<T> dropDuplicates();

  /**
   * The first row for each combination of these columns, by order of arrival; NULL is equal to
   * NULL. Each combination is remembered until the watermark passes it, if a column with event time
   * is among them; else for ever. Fails with GROUPS_INPUT_INVALID when it is planned over rows that
   * can still change, such as an aggregate of input that never ends.
   */
  Dataset<T> dropDuplicates(String first, String... others);

  /** As {@link #dropDuplicates(String, String...)}. */
  Dataset<T> dropDuplicates(String[] columns);

  /** As {@link #dropDuplicatesWithinWatermark(String, String...)} by all columns. */
  Dataset<T> dropDuplicatesWithinWatermark();

  /**
   * The first row for each combination of these columns, by order of arrival. A combination is
   * forgotten, and may come again, once the watermark is as far behind its first row as the
   * watermark's delay says: duplicates that come no later than that are dropped. Rows behind the
   * watermark are late, and dropped too. Fails with GROUPS_INPUT_INVALID when it is planned without
   * a watermark, and as {@link #dropDuplicates(String, String...)}.
   */
  Dataset<T> dropDuplicatesWithinWatermark(String first, String... others);

  /** As {@link #dropDuplicatesWithinWatermark(String, String...)}. */
  Dataset<T> dropDuplicatesWithinWatermark(String[] columns);

  /**
   * The same rows, with aggregates of those that pass here in each batch: they are in the reports
   * of the query, {@code StreamingQueryProgress.observedMetrics()}, under the name. Of rows that
   * change those count that come, not those that go. Fails with QUERY_INVALID when it is planned
   * with anything but aggregates, or with two observations of one name, and with NOT_SUPPORTED in
   * continuous mode.
   */
  Dataset<T> observe(String name, Column first, Column... others);

  /** The rows in an order. */
  Dataset<T> orderBy(Column... keys);

  /** The rows in an order. */
  Dataset<T> orderBy(String first, String... others);

  /** As {@link #orderBy(Column...)}. */
  Dataset<T> sort(Column... keys);

  /** As {@link #orderBy(String, String...)}. */
  Dataset<T> sort(String first, String... others);

  /** The first rows. */
  Dataset<T> limit(int count);

  /** The rows behind the first. */
  Dataset<T> offset(int count);

  /**
   * Observes event time: rows that are later than the delay behind the newest may be left out of
   * what is final.
   *
   * @param column a timestamp
   * @param delay such as {@code 10 minutes}
   */
  Dataset<T> withWatermark(String column, String delay);

  // The program's own code. Functions are called from several threads, and once more for a batch
  // that was broken off; what they throw ends the query.

  /**
   * The same with rows as objects of another class. Fields are columns by their name in any case,
   * those of tuples by their place; a single value is the only column. A column may be of a
   * narrower type than the field. What does not fit is an error when the table is planned.
   */
  <U> Dataset<U> as(Encoder<U> encoder);

  /** The objects for which the function is true; the rows stay as they are. */
  Dataset<T> filter(FilterFunction<T> function);

  /** Another object in the place of each. Event time has to be declared anew behind it. */
  <U> Dataset<U> map(MapFunction<T, U> function, Encoder<U> encoder);

  /** Any number of objects in the place of each. Event time has to be declared anew behind it. */
  <U> Dataset<U> flatMap(FlatMapFunction<T, U> function, Encoder<U> encoder);

  /**
   * Any number of objects for those of a piece of input: some of the rows of a batch, in their
   * order. Only for rows that never change.
   */
  <U> Dataset<U> mapPartitions(MapPartitionsFunction<T, U> function, Encoder<U> encoder);

  /** Groups of objects for which the function gives the same key. */
  <K> KeyValueGroupedDataset<K, T> groupByKey(MapFunction<T, K> function, Encoder<K> encoder);

  // Groups.

  /** Groups of rows with equal values. */
  GroupedTable groupBy(Column... keys);

  /** Groups of rows with equal values. */
  GroupedTable groupBy(String first, String... others);

  /** Groups, and groups of groups: all but the last key, all but the last two, … */
  GroupedTable rollup(Column... keys);

  /** Groups, and groups of groups: all but the last key, all but the last two, … */
  GroupedTable rollup(String first, String... others);

  /** Groups by every selection of the keys. */
  GroupedTable cube(Column... keys);

  /** Groups by every selection of the keys. */
  GroupedTable cube(String first, String... others);

  /** One row with aggregates of all rows. */
  Table agg(Column first, Column... others);

  /** One row with aggregates of all rows: from columns to functions. */
  Table agg(Map<String, String> aggregates);

  // Two tables.

  /** Each row with each row of the other. */
  Table join(Dataset<?> other);

  /** Rows with equal values in that column, which appears once. */
  Table join(Dataset<?> other, String using);

  /** Rows with equal values in these columns, which appear once. */
  Table join(Dataset<?> other, String[] using);

  /**
   * As {@link #join(Dataset, String[])}, in the way of the type.
   *
   * @param type inner, cross, outer, left, right, leftsemi, leftanti, or one of Spark's other words
   */
  Table join(Dataset<?> other, String using, String type);

  /** As {@link #join(Dataset, String, String)}. */
  Table join(Dataset<?> other, String[] using, String type);

  /** Rows for which the condition is true. */
  Table join(Dataset<?> other, Column condition);

  /** Rows for which the condition is true, in the way of the type. */
  Table join(Dataset<?> other, Column condition, String type);

  /** Each row with each row of the other. */
  Table crossJoin(Dataset<?> other);

  /** The rows of both, equal ones as many times as they are there; columns by their place. */
  Dataset<T> union(Dataset<T> other);

  /** As {@link #union}. */
  Dataset<T> unionAll(Dataset<T> other);

  /** As {@link #union}, columns by their name. */
  Dataset<T> unionByName(Dataset<T> other);

  /** As {@link #unionByName(Dataset)}; columns that one of them lacks are NULL if allowed. */
  Dataset<T> unionByName(Dataset<T> other, boolean allowMissingColumns);

  /** The rows that are in both, each once. */
  Dataset<T> intersect(Dataset<T> other);

  /** The rows that are in both, as many times as in both. */
  Dataset<T> intersectAll(Dataset<T> other);

  /** The rows that are not in the other, each once. */
  Dataset<T> except(Dataset<T> other);

  /** The rows that are not in the other, as many times as there are more of them. */
  Dataset<T> exceptAll(Dataset<T> other);

  // What it is.

  /** The columns with their types. */
  Schema schema();

  /** The names of the columns. */
  String[] columns();

  /** The columns with the words for their types: {@code ("amount", "bigint")}. */
  List<Map.Entry<String, String>> dtypes();

  /** Prints the schema as a tree. */
  void printSchema();

  /** Whether it grows for ever; only {@link #writeStream} can run it then. */
  boolean isStreaming();

  /** Prints the plan. */
  void explain();

  /** Prints the plan, and the logical one before it if extended. */
  void explain(boolean extended);

  /**
   * Prints a stage of the plan: {@code logical}, {@code incremental}, {@code physical}, {@code
   * state}, {@code changelog}, or Spark's {@code simple}, {@code formatted} and {@code extended}.
   */
  void explain(String mode);

  /** The plan as {@code EXPLAIN} prints it. */
  String explainString(String mode);

  // Runs it. Only for tables that end.

  /**
   * All rows.
   *
   * @throws io.millrace.api.error.MillraceException if it is wrong, fails or never ends
   */
  List<T> collectAsList();

  /** All rows in an array. */
  Object collect();

  /** All rows, read while the query runs; to be read to the end. */
  Iterator<T> toLocalIterator();

  /** The first rows. */
  List<T> takeAsList(int count);

  /** The last rows in an array; all rows are read. */
  Object tail(int count);

  /** The first rows in an array. */
  Object take(int count);

  /** The first rows in an array. */
  Object head(int count);

  /**
   * The first row.
   *
   * @throws java.util.NoSuchElementException if there is none
   */
  T first();

  /** As {@link #first}. */
  T head();

  /**
   * All rows as Arrow vectors, a batch at a time, read while the query runs. The caller closes the
   * reader, and with it the memory of the vectors.
   *
   * <p>The program needs {@code arrow-vector} to compile, and Java the flag that Arrow's memory
   * wants; nothing else in this interface does. Without the flag there is {@link
   * #toArrow(OutputStream)}.
   *
   * @throws io.millrace.api.error.MillraceException ARROW_UNAVAILABLE without that flag
   */
  ArrowReader toArrow();

  /**
   * Writes all rows in Arrow's stream format (IPC), a batch at a time while the query runs, for
   * whoever reads that: pandas, DuckDB, another JVM. Needs no flag. The caller closes the stream.
   *
   * @throws IOException if it cannot be written to
   */
  void toArrow(OutputStream out) throws IOException;

  /** Whether there is no row. */
  boolean isEmpty();

  /** The number of rows. */
  long count();

  /** Prints the first 20 rows, long values cut. */
  void show();

  /** Prints the first rows, long values cut. */
  void show(int numRows);

  /** Prints the first 20 rows. */
  void show(boolean truncate);

  /** Prints the first rows. */
  void show(int numRows, boolean truncate);

  /**
   * Prints the first rows.
   *
   * @param truncate characters of a value that are shown; 0 for all
   */
  void show(int numRows, int truncate);

  /** As {@link #show(int, int)}; each row as lines if vertical. */
  void show(int numRows, int truncate, boolean vertical);

  /** Hands all rows to the function, one after the other, in the thread of the caller. */
  void foreach(ForeachFunction<T> function);

  /** Hands all rows to the function in one call, in the thread of the caller. */
  void foreachPartition(ForeachPartitionFunction<T> function);

  /**
   * What all rows are reduced to.
   *
   * @throws java.util.NoSuchElementException if there is none
   */
  T reduce(ReduceFunction<T> function);

  // Names and destinations.

  /**
   * Gives it a name in the catalog.
   *
   * @throws io.millrace.api.error.MillraceException if the name is taken
   */
  void createTempView(String name);

  /** Gives it a name in the catalog, in place of a view that has it. */
  void createOrReplaceTempView(String name);

  /** Writes a table that ends. */
  DataFrameWriter<T> write();

  /** Starts a query that keeps its result up to date in a sink. */
  DataStreamWriter<T> writeStream();
}
