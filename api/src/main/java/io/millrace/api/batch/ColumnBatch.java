package io.millrace.api.batch;

import static java.util.Objects.requireNonNull;

import io.millrace.api.types.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a changing table: rows with weights. A weight of +1 inserts the row, −1 deletes it,
 * larger numbers do so several times.
 *
 * <p>The batch has {@link #size()} rows. They are the physical rows {@code selection[0..size)} of
 * the columns, or, if the batch is dense, the physical rows {@code 0..size)}. Weights lie at
 * physical rows too. Immutable once handed on.
 */
public final class ColumnBatch {
  /** The largest number of rows that operators hand on in one batch. */
  public static final int MAX_ROWS = 4096;

  /** No selection: the batch is dense. Also: no weights, every row has weight +1. */
  public static final int[] NONE = {};

  private final Schema schema;
  private final Column[] columns;
  private final int size;
  private final boolean dense;
  private final int[] selection;
  private final int[] weights;

  private ColumnBatch(
      Schema schema, Column[] columns, int size, boolean dense, int[] selection, int[] weights) {
    this.schema = requireNonNull(schema, "schema is null");
    this.columns = requireNonNull(columns, "columns is null");
    if (columns.length != schema.size()) {
      throw new IllegalArgumentException(columns.length + " columns for " + schema);
    }
    this.size = size;
    this.dense = dense;
    this.selection = selection;
    this.weights = weights;
  }

  /** A dense batch of insertions. */
  public static ColumnBatch of(Schema schema, int size, Column... columns) {
    return new ColumnBatch(schema, columns, size, true, NONE, NONE);
  }

  /** A dense batch with weights, {@link #NONE} for all +1. */
  public static ColumnBatch weighted(Schema schema, int size, int[] weights, Column... columns) {
    return new ColumnBatch(schema, columns, size, true, NONE, weights);
  }

  /** The first {@code size} rows of {@code selection}, which are physical rows of this batch. */
  public ColumnBatch select(int[] newSelection, int newSize) {
    return new ColumnBatch(schema, columns, newSize, false, newSelection, weights);
  }

  /** The same rows with other columns, which must cover the same physical rows. */
  public ColumnBatch withColumns(Schema newSchema, Column... newColumns) {
    return new ColumnBatch(newSchema, newColumns, size, dense, selection, weights);
  }

  /** The same rows with other weights, by physical row; {@link #NONE} for all +1. */
  public ColumnBatch withWeights(int[] newWeights) {
    return new ColumnBatch(schema, columns, size, dense, selection, newWeights);
  }

  public Schema schema() {
    return schema;
  }

  /** The number of rows, selected ones only. */
  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public int columnCount() {
    return columns.length;
  }

  public Column column(int index) {
    return columns[index];
  }

  /** Whether row i is physical row i. */
  public boolean isDense() {
    return dense;
  }

  /** The physical rows in use; meaningless if the batch is dense. Shared, not to be written. */
  public int[] selection() {
    return selection;
  }

  /** The physical row of the i-th row. */
  public int row(int i) {
    return dense ? i : selection[i];
  }

  /** Whether every row has weight +1. */
  public boolean isInsertOnly() {
    return weights.length == 0;
  }

  /** Weights by physical row; empty if every row has weight +1. Shared, not to be written. */
  public int[] weights() {
    return weights;
  }

  /** The weight of a physical row. */
  public int weight(int physicalRow) {
    return weights.length == 0 ? 1 : weights[physicalRow];
  }

  /** This batch with its rows copied together, or itself if it is dense. */
  public ColumnBatch compact() {
    if (dense) {
      return this;
    }
    Column[] gathered = new Column[columns.length];
    for (int i = 0; i < columns.length; i++) {
      gathered[i] = columns[i].gather(selection, size);
    }
    int[] gatheredWeights = NONE;
    if (weights.length != 0) {
      gatheredWeights = new int[size];
      for (int i = 0; i < size; i++) {
        gatheredWeights[i] = weights[selection[i]];
      }
    }
    return new ColumnBatch(schema, gathered, size, true, NONE, gatheredWeights);
  }

  /** The i-th row as Java objects ({@link Column#value}), for edges and tests. */
  public List<Object> values(int i) {
    int row = row(i);
    List<Object> values = new ArrayList<>(columns.length);
    for (Column column : columns) {
      values.add(column.value(row));
    }
    return values;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("ColumnBatch[").append(size).append(" rows");
    for (int i = 0; i < Math.min(size, 20); i++) {
      text.append(i == 0 ? ": " : ", ").append(values(i)).append(" x").append(weight(row(i)));
    }
    return text.append(']').toString();
  }
}
