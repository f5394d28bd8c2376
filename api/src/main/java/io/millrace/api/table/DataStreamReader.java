package io.millrace.api.table;

import io.millrace.api.types.Schema;
import java.util.Map;

/** Describes a source that is read for ever. Not thread-safe. */
public interface DataStreamReader {

  /** The connector, or a format of files: {@code socket}, {@code rate}, {@code json}. */
  DataStreamReader format(String format);

  /** The columns as in CREATE SOURCE: {@code "id INT, ts TIMESTAMP"}. */
  DataStreamReader schema(String ddl);

  /** The columns. */
  DataStreamReader schema(Schema schema);

  /** An option of the connector or format. */
  DataStreamReader option(String key, String value);

  /** An option of the connector or format. */
  DataStreamReader option(String key, boolean value);

  /** An option of the connector or format. */
  DataStreamReader option(String key, long value);

  /** An option of the connector or format. */
  DataStreamReader option(String key, double value);

  /** Options of the connector or format. */
  DataStreamReader options(Map<String, String> options);

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

  /** A source or table of the catalog. */
  Table table(String name);
}
