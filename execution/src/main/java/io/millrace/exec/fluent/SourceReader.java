package io.millrace.exec.fluent;

import io.millrace.api.table.DataFrameReader;
import io.millrace.api.table.DataStreamReader;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Encoders;
import io.millrace.api.table.Table;
import io.millrace.api.table.tree.TableTree;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What readers of both kinds are.
 *
 * @param <R> the kind
 */
abstract class SourceReader<R> extends Described<R> {
  private final Engine engine;
  private final boolean streaming;
  private String format = "file";
  private Optional<String> schema = Optional.empty();

  private SourceReader(Engine engine, boolean streaming) {
    this.engine = engine;
    this.streaming = streaming;
  }

  /** A reader of what is there. */
  static DataFrameReader once(Engine engine) {
    return new Once(engine);
  }

  /** A reader of what is there and what comes. */
  static DataStreamReader forEver(Engine engine) {
    return new ForEver(engine);
  }

  /** The one kind. */
  private static final class ForEver extends SourceReader<DataStreamReader>
      implements DataStreamReader {
    ForEver(Engine engine) {
      super(engine, true);
    }

    @Override
    DataStreamReader self() {
      return this;
    }
  }

  /** The other. */
  private static final class Once extends SourceReader<DataFrameReader> implements DataFrameReader {
    Once(Engine engine) {
      super(engine, false);
    }

    @Override
    DataFrameReader self() {
      return this;
    }
  }

  private static String ddl(Schema schema) {
    return schema.fields().stream().map(SourceReader::ddl).collect(Collectors.joining(", "));
  }

  private static String ddl(Field field) {
    String name = "`" + field.name().replace("`", "``") + "`";
    return name + " " + field.type().sql() + (field.type().nullable() ? "" : " NOT NULL");
  }

  public final R format(String newFormat) {
    format = newFormat;
    return self();
  }

  public final R schema(String ddl) {
    schema = Optional.of(ddl);
    return self();
  }

  public final R schema(Schema newSchema) {
    return schema(ddl(newSchema));
  }

  public final Table load() {
    TableTree.Source source = new TableTree.Source(format, options(), schema, streaming);
    engine.check(source);
    return new RowTable(engine, source);
  }

  public final Table load(String path) {
    option("path", path);
    return load();
  }

  private Table load(String newFormat, String path) {
    format(newFormat);
    return load(path);
  }

  public final Table json(String path) {
    return load("json", path);
  }

  public final Table csv(String path) {
    return load("csv", path);
  }

  public final Table text(String path) {
    return load("text", path);
  }

  public final Dataset<String> textFile(String path) {
    return text(path).as(Encoders.STRING());
  }

  public final Table table(String name) {
    return new RowTable(engine, new TableTree.Named(name));
  }
}
