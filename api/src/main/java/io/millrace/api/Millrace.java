package io.millrace.api;

import io.millrace.api.catalog.Catalog;
import io.millrace.api.completion.Completion;
import io.millrace.api.error.SourceText;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.query.StreamingQueryManager;
import io.millrace.api.table.DataFrameReader;
import io.millrace.api.table.DataStreamReader;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Encoder;
import io.millrace.api.table.Row;
import io.millrace.api.table.Table;
import io.millrace.api.table.UDFRegistration;
import io.millrace.api.types.Schema;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/**
 * A session: a catalog, settings and the queries that run in it. The door to everything.
 *
 * <pre>{@code
 * try (Millrace millrace = Millrace.open()) {
 *   millrace.sql("CREATE TABLE t (a INT)");
 *   millrace.sql("INSERT INTO t VALUES (1), (2)");
 *   System.out.println(millrace.sql("SELECT sum(a) FROM t"));
 * }
 * }</pre>
 *
 * <p>Many sessions may live in one JVM; they share nothing. Statements of one session are executed
 * one at a time. Closing stops its queries and frees everything.
 */
public interface Millrace extends AutoCloseable {

  /** Opens a session with default settings. */
  static Millrace open() {
    return builder().open();
  }

  static Builder builder() {
    return new Builder();
  }

  /**
   * Takes a script apart. Nothing is parsed or executed until the statements are; a statement with
   * a syntax error throws when it is executed, and the next one begins behind the next top-level
   * semicolon.
   */
  Iterable<ScriptStatement> script(SourceText script);

  /**
   * Executes one statement.
   *
   * @throws io.millrace.api.error.MillraceException if it is wrong or fails
   */
  StatementResult sql(String statement);

  /**
   * A table, source or view of the catalog. That it exists is checked when it is used.
   *
   * @see #read()
   */
  Table table(String name);

  /**
   * The result of a query as a table, to go on with or to run. {@link #sql} executes the same text
   * at once.
   *
   * @throws io.millrace.api.error.MillraceException if the query is wrong
   */
  Table query(String text);

  /** Describes files or another source that is read once. */
  DataFrameReader read();

  /** Describes a source that is read for ever. */
  DataStreamReader readStream();

  /**
   * Rows of the program as a table.
   *
   * @throws io.millrace.api.error.MillraceException if a value does not fit its column
   */
  Table createDataFrame(List<Row> rows, Schema schema);

  /** Objects of the program as a dataset. */
  <T> Dataset<T> createDataset(List<T> objects, Encoder<T> encoder);

  /**
   * Gives this session a sink in the program's own code: {@code INSERT INTO name SELECT …} calls
   * the writer for each batch, in any output mode. {@code DROP SINK name} removes it.
   *
   * <p>The writer runs on the query's thread; it must not execute statements of this session, which
   * may be waiting for the query.
   *
   * @throws io.millrace.api.error.MillraceException OBJECT_EXISTS if the name is taken
   */
  void foreachBatch(String name, BatchWriter writer);

  /**
   * As {@link #foreachBatch}, for rows one by one.
   *
   * @param writers makes a writer for each partition of each batch
   * @throws io.millrace.api.error.MillraceException OBJECT_EXISTS if the name is taken
   */
  void foreach(String name, Supplier<? extends RowWriter> writers);

  /** What this session knows by name. */
  Catalog catalog();

  /**
   * What fits at a place of a script that is being written. Does not wait for statements that are
   * executed.
   *
   * @param script may be unfinished and wrong
   * @param cursor the place, between 0 and the length of the script
   */
  Completion complete(String script, int cursor);

  /** Takes functions in the program's own code. */
  UDFRegistration udf();

  /** The time zone in which instants (TIMESTAMP_LTZ) are shown: the setting session.zone. */
  ZoneId zone();

  /** The queries of this session that are running, in the order they were started. */
  List<StreamingQuery> activeQueries();

  /** The queries of this session that are running, and who is told of them. */
  StreamingQueryManager streams();

  /** Stops all queries and frees everything. May be called twice. */
  @Override
  void close();

  /** What {@code ServiceLoader} finds to open sessions; implemented by the engine. */
  interface Provider {
    Millrace open(Builder builder);
  }

  /** Collects what a session starts with. */
  final class Builder {
    private final Map<String, String> settings = new LinkedHashMap<>();
    private InstantSource clock = InstantSource.system();
    private PrintStream console = System.out;

    private Builder() {}

    /** A setting, as by {@code SET name = value}. */
    public Builder set(String name, String value) {
      settings.put(name, value);
      return this;
    }

    /** As {@link #set}. */
    public Builder config(String name, String value) {
      return set(name, value);
    }

    /** As {@link #set}. */
    public Builder config(String name, boolean value) {
      return set(name, Boolean.toString(value));
    }

    /** As {@link #set}. */
    public Builder config(String name, long value) {
      return set(name, Long.toString(value));
    }

    /** As {@link #set}. */
    public Builder config(Map<String, String> values) {
      values.forEach(this::set);
      return this;
    }

    /** As {@link #open}, under Spark's name. Each call opens another session. */
    public Millrace getOrCreate() {
      return open();
    }

    /** The clock of processing time; the system's unless told otherwise. */
    public Builder clock(InstantSource newClock) {
      this.clock = newClock;
      return this;
    }

    /** Where console sinks print; {@code System.out} unless told otherwise. */
    public Builder console(PrintStream newConsole) {
      this.console = newConsole;
      return this;
    }

    public Map<String, String> settings() {
      return Map.copyOf(settings);
    }

    public InstantSource clock() {
      return clock;
    }

    public PrintStream console() {
      return console;
    }

    /** Opens the session. */
    public Millrace open() {
      return ServiceLoader.load(Provider.class, Millrace.class.getClassLoader())
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "no engine on the class path: add io.millrace:millrace"))
          .open(this);
    }
  }
}
