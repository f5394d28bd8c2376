package io.millrace.api.table;

import io.millrace.api.types.Schema;
import java.util.Map;

/** Describes a source whose rows that are there are read once. Not thread-safe. */
public interface DataFrameReader {

  /** The connector, or a format of files: {@code socket}, {@code rate}, {@code json}. */
  DataFrameReader format(String format);

  /** The columns as in CREATE SOURCE: {@code "id INT, ts TIMESTAMP"}. */
  DataFrameReader schema(String ddl);

  /** The columns. */
  DataFrameReader schema(Schema schema);

  /** An option of the connector or format. */
  DataFrameReader option(String key, String value);

  /** An option of the connector or format. */
  DataFrameReader option(String key, boolean value);

  /** An option of the connector or format. */
  DataFrameReader option(String key, long value);

  /** An option of the connector or format. */
  DataFrameReader option(String key, double value);

  /** Options of the connector or format. */
  DataFrameReader options(Map<String, String> options);

  /**
   * The source.
   *
   * @throws io.millrace.api.error.MillraceException as CREATE SOURCE, if an option is wrong
   */
  Table load();

  /** The source, with the option {@code path}. */
  Table load(String path);

  /** Files of JSON lines. */
  Table json(String path);

  /** Files of comma separated values. */
  Table csv(String path);

  /** Files of lines. */
  Table text(String path);

  /** Files of lines, as texts. */
  Dataset<String> textFile(String path);

  /** A table of the catalog. */
  Table table(String name);
}
