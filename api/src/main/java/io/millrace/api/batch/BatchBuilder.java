package io.millrace.api.batch;

import io.millrace.api.types.Schema;
import java.util.Arrays;

/** Fills a batch row by row; every column must get one value a row. Not thread-safe. */
public final class BatchBuilder {
  private final Schema schema;
  private final ColumnBuilder[] columns;
  private int[] weights = ColumnBatch.NONE;
  private boolean weighted;
  private int rows;

  public BatchBuilder(Schema schema, int expectedRows) {
    this.schema = schema;
    this.columns = new ColumnBuilder[schema.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = new ColumnBuilder(schema.type(i), expectedRows);
    }
  }

  public BatchBuilder(Schema schema) {
    this(schema, 64);
  }

  public Schema schema() {
    return schema;
  }

  public ColumnBuilder column(int index) {
    return columns[index];
  }

  /** Rows ended since the last {@link #build()}. */
  public int size() {
    return rows;
  }

  /** Ends an inserted row, once every column has its value. */
  public void endRow() {
    endRow(1);
  }

  /** Ends a row of the given weight, once every column has its value. */
  public void endRow(int weight) {
    if (weight != 1 && !weighted) {
      weighted = true;
      weights = new int[Math.max(64, rows + 1)];
      Arrays.fill(weights, 0, rows, 1);
    }
    if (weighted) {
      if (rows == weights.length) {
        weights = Arrays.copyOf(weights, 2 * rows);
      }
      weights[rows] = weight;
    }
    rows++;
  }

  /** Appends a whole row of Java values ({@link Column#value}), for edges and tests. */
  public BatchBuilder row(Object... values) {
    return weightedRow(1, values);
  }

  /** Appends a whole row of Java values with a weight. */
  public BatchBuilder weightedRow(int weight, Object... values) {
    if (values.length != columns.length) {
      throw new IllegalArgumentException(values.length + " values for " + schema);
    }
    for (int i = 0; i < values.length; i++) {
      columns[i].appendValue(values[i]);
    }
    endRow(weight);
    return this;
  }

  /**
   * The dense batch of all rows since the last {@link #build()}; the builder goes on behind them.
   * What is appended later does not change the rows of the view.
   */
  public ColumnBatch view() {
    Column[] views = new Column[columns.length];
    for (int i = 0; i < columns.length; i++) {
      views[i] = columns[i].view();
    }
    int[] seen = weighted ? Arrays.copyOf(weights, rows) : ColumnBatch.NONE;
    return ColumnBatch.weighted(schema, rows, seen, views);
  }

  /** The dense batch of all rows since the last call; the builder starts over. */
  public ColumnBatch build() {
    Column[] built = new Column[columns.length];
    for (int i = 0; i < columns.length; i++) {
      built[i] = columns[i].build();
      if (built[i].rowCount() != rows) {
        throw new IllegalStateException(
            "column " + schema.name(i) + " has " + built[i].rowCount() + " of " + rows + " values");
      }
    }
    ColumnBatch batch =
        ColumnBatch.weighted(schema, rows, weighted ? weights : ColumnBatch.NONE, built);
    rows = 0;
    weighted = false;
    weights = ColumnBatch.NONE;
    return batch;
  }
}
