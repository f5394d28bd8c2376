package io.millrace.exec.fluent;

import io.millrace.api.table.DataFrameReader;
import io.millrace.api.table.DataStreamReader;
import io.millrace.api.table.Row;
import io.millrace.api.table.Table;
import io.millrace.api.table.tree.TableTree;
import io.millrace.api.types.Schema;
import java.util.List;

/** Where tables of a session begin. */
public record Tables(Engine engine) {

  /** A table, source or view of the catalog. */
  public Table table(String name) {
    return new RowTable(engine, new TableTree.Named(name));
  }

  /** The result of a query. */
  public Table query(String text) {
    TableTree tree = new TableTree.Query(text);
    engine.facts(tree);
    return new RowTable(engine, tree);
  }

  /** Describes what is read once. */
  public DataFrameReader read() {
    return SourceReader.once(engine);
  }

  /** Describes what is read for ever. */
  public DataStreamReader readStream() {
    return SourceReader.forEver(engine);
  }

  /** Rows of the program. */
  public Table of(List<Row> rows, Schema schema) {
    return new RowTable(engine, engine.rows(schema, rows.stream().map(Row::values).toList()));
  }
}
