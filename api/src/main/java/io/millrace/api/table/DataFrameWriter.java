package io.millrace.api.table;

import java.util.Map;

/**
 * Describes where the rows of a table that ends are written. Not thread-safe.
 *
 * @param <T> what the rows are
 */
public interface DataFrameWriter<T> {

  /** The sink: {@code json}, {@code csv}, {@code text}, {@code console} or another connector. */
  DataFrameWriter<T> format(String format);

  /** What happens if there is something already; an error if it is not said. */
  DataFrameWriter<T> mode(SaveMode mode);

  /** As {@link #mode(SaveMode)}: append, overwrite, error or ignore. */
  DataFrameWriter<T> mode(String mode);

  /** An option of the sink. */
  DataFrameWriter<T> option(String key, String value);

  /** An option of the sink. */
  DataFrameWriter<T> option(String key, boolean value);

  /** An option of the sink. */
  DataFrameWriter<T> option(String key, long value);

  /** An option of the sink. */
  DataFrameWriter<T> option(String key, double value);

  /** Options of the sink. */
  DataFrameWriter<T> options(Map<String, String> options);

  /** Columns by whose values files lie in directories. */
  DataFrameWriter<T> partitionBy(String... columns);

  /**
   * Writes, and waits until it is done.
   *
   * @throws io.millrace.api.error.MillraceException if it is wrong or fails
   */
  void save();

  /** As {@link #save()}, with the option {@code path}. */
  void save(String path);

  /** Writes into a new table of that name, or one that is there as {@link #mode} says. */
  void saveAsTable(String name);

  /** Adds the rows to a table, columns by their place. */
  void insertInto(String name);

  /** Files of JSON lines. */
  void json(String path);

  /** Files of comma separated values. */
  void csv(String path);

  /** Files of lines. */
  void text(String path);
}
