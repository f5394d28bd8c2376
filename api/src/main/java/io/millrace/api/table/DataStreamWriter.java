package io.millrace.api.table;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.function.VoidFunction2;
import io.millrace.api.query.StreamingQuery;
import java.util.Map;

/**
 * Describes where a query writes and when. Not thread-safe.
 *
 * @param <T> what the rows are
 */
public interface DataStreamWriter<T> {

  /** What is written of the result; what the plan allows by itself if it is not said. */
  DataStreamWriter<T> outputMode(OutputMode mode);

  /** As {@link #outputMode(OutputMode)}: append, update, complete or changelog. */
  DataStreamWriter<T> outputMode(String mode);

  /** When it looks for new rows. */
  DataStreamWriter<T> trigger(Trigger trigger);

  /** The query's name; of the sink {@code memory} the table's too. */
  DataStreamWriter<T> queryName(String name);

  /** The sink: {@code console}, {@code memory}, {@code noop}, {@code json} or another connector. */
  DataStreamWriter<T> format(String format);

  /** Columns by whose values files lie in directories. */
  DataStreamWriter<T> partitionBy(String... columns);

  /** An option of the sink; {@code checkpointLocation} is where the query's checkpoint is. */
  DataStreamWriter<T> option(String key, String value);

  /** An option of the sink. */
  DataStreamWriter<T> option(String key, boolean value);

  /** An option of the sink. */
  DataStreamWriter<T> option(String key, long value);

  /** An option of the sink. */
  DataStreamWriter<T> option(String key, double value);

  /** Options of the sink. */
  DataStreamWriter<T> options(Map<String, String> options);

  /** Hands the rows to the program one by one. */
  DataStreamWriter<T> foreach(ForeachWriter<T> writer);

  /**
   * Hands each batch to the program, as a table that ends, with its number. A batch that was broken
   * off comes again with the same number and rows.
   */
  DataStreamWriter<T> foreachBatch(VoidFunction2<Dataset<T>, Long> function);

  /**
   * Starts the query.
   *
   * @throws io.millrace.api.error.MillraceException if it is wrong
   */
  StreamingQuery start();

  /** Starts the query, with the option {@code path}. */
  StreamingQuery start(String path);

  /** Starts the query, which writes into a table of the catalog. */
  StreamingQuery toTable(String name);
}
