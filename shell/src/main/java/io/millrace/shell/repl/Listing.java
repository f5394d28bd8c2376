package io.millrace.shell.repl;

import io.millrace.api.StatementResult.Rows;
import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import java.util.Arrays;
import java.util.Optional;

/** Rows of text that a command shows. */
final class Listing implements Rows {
  private final Schema schema;
  private final BatchBuilder rows;

  Listing(String... columns) {
    this.schema =
        Schema.of(
            Arrays.stream(columns)
                .map(name -> new Field(name, DataType.STRING))
                .toArray(Field[]::new));
    this.rows = new BatchBuilder(schema);
  }

  Listing row(Object... values) {
    rows.row(values);
    return this;
  }

  boolean isEmpty() {
    return rows.size() == 0;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public Optional<ColumnBatch> next() {
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.build());
  }

  @Override
  public void close() {}
}
