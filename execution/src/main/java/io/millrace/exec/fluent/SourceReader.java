package io.millrace.exec.fluent;

import io.millrace.api.table.DataFrameReader;
import io.millrace.api.table.DataStreamReader;
import io.millrace.api.table.Table;
import io.millrace.api.table.tree.TableTree;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What readers of both kinds have in common. */
final class SourceReader {
  private final Engine engine;
  private final boolean streaming;
  private final OptionMap options = new OptionMap();
  private String format = "file";
  private Optional<String> schema = Optional.empty();

  private SourceReader(Engine engine, boolean streaming) {
    this.engine = engine;
    this.streaming = streaming;
  }

  /** A reader of what is there. */
  static DataFrameReader once(Engine engine) {
    return new Once(new SourceReader(engine, false));
  }

  /** A reader of what is there and what comes. */
  static DataStreamReader forEver(Engine engine) {
    return new ForEver(new SourceReader(engine, true));
  }

  private static String ddl(Schema schema) {
    return schema.fields().stream().map(SourceReader::ddl).collect(Collectors.joining(", "));
  }

  private static String ddl(Field field) {
    String name = "`" + field.name().replace("`", "``") + "`";
    return name + " " + field.type().sql() + (field.type().nullable() ? "" : " NOT NULL");
  }

  private Table load() {
    TableTree.Source source = new TableTree.Source(format, options.all(), schema, streaming);
    engine.check(source);
    return new RowTable(engine, source);
  }

  private Table load(String path) {
    options.put("path", path);
    return load();
  }

  private Table load(String newFormat, String path) {
    format = newFormat;
    return load(path);
  }

  private Table table(String name) {
    return new RowTable(engine, new TableTree.Named(name));
  }

  /** The one kind. */
  private record ForEver(SourceReader reader) implements DataStreamReader {
    @Override
    public DataStreamReader format(String format) {
      reader.format = format;
      return this;
    }

    @Override
    public DataStreamReader schema(String ddl) {
      reader.schema = Optional.of(ddl);
      return this;
    }

    @Override
    public DataStreamReader schema(Schema schema) {
      return schema(ddl(schema));
    }

    @Override
    public DataStreamReader option(String key, String value) {
      reader.options.put(key, value);
      return this;
    }

    @Override
    public DataStreamReader option(String key, boolean value) {
      return option(key, Boolean.toString(value));
    }

    @Override
    public DataStreamReader option(String key, long value) {
      return option(key, Long.toString(value));
    }

    @Override
    public DataStreamReader option(String key, double value) {
      return option(key, Double.toString(value));
    }

    @Override
    public DataStreamReader options(Map<String, String> options) {
      reader.options.putAll(options);
      return this;
    }

    @Override
    public Table load() {
      return reader.load();
    }

    @Override
    public Table load(String path) {
      return reader.load(path);
    }

    @Override
    public Table json(String path) {
      return reader.load("json", path);
    }

    @Override
    public Table csv(String path) {
      return reader.load("csv", path);
    }

    @Override
    public Table text(String path) {
      return reader.load("text", path);
    }

    @Override
    public Table table(String name) {
      return reader.table(name);
    }
  }

  /** The other. */
  private record Once(SourceReader reader) implements DataFrameReader {
    @Override
    public DataFrameReader format(String format) {
      reader.format = format;
      return this;
    }

    @Override
    public DataFrameReader schema(String ddl) {
      reader.schema = Optional.of(ddl);
      return this;
    }

    @Override
    public DataFrameReader schema(Schema schema) {
      return schema(ddl(schema));
    }

    @Override
    public DataFrameReader option(String key, String value) {
      reader.options.put(key, value);
      return this;
    }

    @Override
    public DataFrameReader option(String key, boolean value) {
      return option(key, Boolean.toString(value));
    }

    @Override
    public DataFrameReader option(String key, long value) {
      return option(key, Long.toString(value));
    }

    @Override
    public DataFrameReader option(String key, double value) {
      return option(key, Double.toString(value));
    }

    @Override
    public DataFrameReader options(Map<String, String> options) {
      reader.options.putAll(options);
      return this;
    }

    @Override
    public Table load() {
      return reader.load();
    }

    @Override
    public Table load(String path) {
      return reader.load(path);
    }

    @Override
    public Table json(String path) {
      return reader.load("json", path);
    }

    @Override
    public Table csv(String path) {
      return reader.load("csv", path);
    }

    @Override
    public Table text(String path) {
      return reader.load("text", path);
    }

    @Override
    public Table table(String name) {
      return reader.table(name);
    }
  }
}
