package io.millrace.exec.session.context;

import io.millrace.api.StatementResult.Rows;
import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** Rows that are there already: what SHOW and DESCRIBE give. */
public final class FixedRows implements Rows {
  private final Schema schema;
  private final Queue<ColumnBatch> batches = new ArrayDeque<>();

  private FixedRows(Schema schema) {
    this.schema = schema;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public Optional<ColumnBatch> next() {
    return Optional.ofNullable(batches.poll());
  }

  @Override
  public void close() {
    batches.clear();
  }

  /** Collects rows. */
  public static final class Builder {
    private final FixedRows result;
    private final BatchBuilder rows;

    public Builder(Schema schema) {
      this.result = new FixedRows(schema);
      this.rows = new BatchBuilder(schema);
    }

    /** Rows of text columns. */
    public static Builder ofText(String... names) {
      Field[] fields = new Field[names.length];
      for (int i = 0; i < names.length; i++) {
        fields[i] = new Field(names[i], DataType.STRING);
      }
      return new Builder(Schema.of(fields));
    }

    /** Adds a row; an Optional stands for its value or NULL. */
    public Builder row(Object... values) {
      Object[] plain = new Object[values.length];
      for (int i = 0; i < values.length; i++) {
        plain[i] = values[i] instanceof Optional<?> optional ? optional.orElse(null) : values[i];
      }
      rows.row(plain);
      if (rows.size() == ColumnBatch.MAX_ROWS) {
        result.batches.add(rows.build());
      }
      return this;
    }

    public FixedRows build() {
      if (rows.size() > 0) {
        result.batches.add(rows.build());
      }
      return result;
    }
  }
}
