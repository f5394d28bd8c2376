package io.millrace.connector.memory;

import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.Int128Column;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import java.util.Arrays;
import java.util.Objects;

/**
 * Compares rows by some of their columns. NULL equals NULL, NaN equals NaN, and 0.0 equals −0.0.
 */
final class RowValues {
  private static final int PRIME = 31;

  private RowValues() {}

  static boolean hasNull(ColumnBatch batch, int row, int[] columns) {
    for (int column : columns) {
      if (batch.column(column).isNull(row)) {
        return true;
      }
    }
    return false;
  }

  static int hash(ColumnBatch batch, int row, int[] columns) {
    int hash = 1;
    for (int column : columns) {
      hash = PRIME * hash + hash(batch.column(column), row);
    }
    hash *= 0x9E3779B9;
    return hash ^ hash >>> 15;
  }

  private static int hash(Column column, int row) {
    if (column.isNull(row)) {
      return 0;
    }
    if (column instanceof LongColumn longs) {
      return Long.hashCode(longs.values()[row] * 0x9E3779B97F4A7C15L);
    } else if (column instanceof IntColumn ints) {
      return ints.values()[row] * 0x85EBCA6B;
    } else if (column instanceof BytesColumn bytes) {
      return hash(bytes, row);
    } else if (column instanceof DoubleColumn doubles) {
      return Double.hashCode(doubles.values()[row] + 0.0);
    } else if (column instanceof BooleanColumn booleans) {
      return booleans.values()[row] + 1;
    } else if (column instanceof Int128Column wide) {
      return Long.hashCode(wide.words()[2 * row] * PRIME + wide.words()[2 * row + 1]);
    }
    return Objects.hashCode(column.value(row));
  }

  private static int hash(BytesColumn column, int row) {
    byte[] data = column.data();
    int from = column.starts()[row];
    int to = from + column.lengths()[row];
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = PRIME * hash + data[i];
    }
    return hash;
  }

  static boolean equal(ColumnBatch a, int rowA, ColumnBatch b, int rowB, int[] columns) {
    for (int column : columns) {
      if (!equal(a.column(column), rowA, b.column(column), rowB)) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(Column a, int rowA, Column b, int rowB) {
    if (a.isNull(rowA) || b.isNull(rowB)) {
      return a.isNull(rowA) == b.isNull(rowB);
    }
    if (a instanceof LongColumn x && b instanceof LongColumn y) {
      return x.values()[rowA] == y.values()[rowB];
    } else if (a instanceof IntColumn x && b instanceof IntColumn y) {
      return x.values()[rowA] == y.values()[rowB];
    } else if (a instanceof BytesColumn x && b instanceof BytesColumn y) {
      int startA = x.starts()[rowA];
      int startB = y.starts()[rowB];
      return Arrays.equals(
          x.data(),
          startA,
          startA + x.lengths()[rowA],
          y.data(),
          startB,
          startB + y.lengths()[rowB]);
    } else if (a instanceof DoubleColumn x && b instanceof DoubleColumn y) {
      return Double.compare(x.values()[rowA] + 0.0, y.values()[rowB] + 0.0) == 0;
    } else if (a instanceof BooleanColumn x && b instanceof BooleanColumn y) {
      return x.values()[rowA] == y.values()[rowB];
    } else if (a instanceof Int128Column x && b instanceof Int128Column y) {
      return x.words()[2 * rowA] == y.words()[2 * rowB]
          && x.words()[2 * rowA + 1] == y.words()[2 * rowB + 1];
    }
    return Objects.equals(a.value(rowA), b.value(rowB));
  }
}
