package io.millrace.exec.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.table.DataFrameWriter;
import io.millrace.api.table.SaveMode;
import io.millrace.api.table.tree.TableTree;
import io.millrace.exec.fluent.WriteRequest.Destination;
import java.util.Locale;
import java.util.Optional;

/** Collects where rows are to be written, and writes them. */
final class OnceWriter<T> extends Written<DataFrameWriter<T>> implements DataFrameWriter<T> {
  private final Engine engine;
  private final TableTree tree;
  private Optional<SaveMode> mode = Optional.empty();
  private String format = "file";

  OnceWriter(Engine engine, TableTree tree) {
    this.engine = engine;
    this.tree = tree;
  }

  @Override
  DataFrameWriter<T> self() {
    return this;
  }

  @Override
  public DataFrameWriter<T> format(String newFormat) {
    format = newFormat.toLowerCase(Locale.ROOT);
    return this;
  }

  @Override
  public DataFrameWriter<T> mode(SaveMode newMode) {
    mode = Optional.of(newMode);
    return this;
  }

  @Override
  public DataFrameWriter<T> mode(String newMode) {
    return mode(
        switch (newMode.toLowerCase(Locale.ROOT)) {
          case "append" -> SaveMode.Append;
          case "overwrite" -> SaveMode.Overwrite;
          case "ignore" -> SaveMode.Ignore;
          case "error", "errorifexists", "default" -> SaveMode.ErrorIfExists;
          default ->
              throw error(ErrorCode.QUERY_INVALID, "there is no save mode \"" + newMode + "\"")
                  .hint("modes: append, overwrite, error, ignore")
                  .build();
        });
  }

  @Override
  public void save() {
    write(new WriteRequest.Format(format), mode.filter(SaveMode.Overwrite::equals).isPresent());
  }

  @Override
  public void save(String path) {
    option("path", path).save();
  }

  @Override
  public void saveAsTable(String name) {
    SaveMode what = mode.orElse(SaveMode.ErrorIfExists);
    boolean exists = engine.exists(name);
    if (exists && what == SaveMode.Ignore) {
      return;
    }
    if (!exists || what != SaveMode.Append) {
      engine.createTable(name, engine.facts(tree).schema(), what == SaveMode.Overwrite);
    }
    insertInto(name);
  }

  @Override
  public void insertInto(String name) {
    write(new WriteRequest.Named(name), false);
  }

  @Override
  public void json(String path) {
    format("json").save(path);
  }

  @Override
  public void csv(String path) {
    format("csv").save(path);
  }

  @Override
  public void text(String path) {
    format("text").save(path);
  }

  private void write(Destination to, boolean replace) {
    engine.write(
        tree,
        new WriteRequest(
            to,
            replace ? Optional.of(OutputMode.COMPLETE) : Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            options(),
            partitionedBy()));
  }
}
