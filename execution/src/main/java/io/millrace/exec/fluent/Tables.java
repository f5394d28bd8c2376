package io.millrace.exec.fluent;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.table.DataFrameReader;
import io.millrace.api.table.DataStreamReader;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Encoder;
import io.millrace.api.table.Row;
import io.millrace.api.table.Table;
import io.millrace.api.table.tree.TableTree;
import io.millrace.api.types.Schema;
import io.millrace.exec.codec.RowEncoder;
import java.util.ArrayList;
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

  /** Objects of the program. */
  public <T> Dataset<T> of(List<T> objects, Encoder<T> encoder) {
    BatchBuilder builder = new BatchBuilder(encoder.schema());
    RowEncoder rows = new RowEncoder(encoder);
    List<ColumnBatch> batches = new ArrayList<>();
    for (T object : objects) {
      rows.encode(object, builder);
      builder.endRow();
      if (builder.size() == ColumnBatch.MAX_ROWS) {
        batches.add(builder.build());
      }
    }
    batches.add(builder.build());
    return new TypedTable<>(engine, engine.batches(encoder.schema(), batches), encoder);
  }
}
