package io.millrace.exec.changelog;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.Int128Column;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows where they lie, each named by one {@code long}: the number of its batch and its physical
 * row. Rows are compared and hashed in place, nothing is copied or boxed.
 *
 * <p>Values are equal as in GROUP BY: NULL to NULL, NaN to NaN, −0.0 to 0.0.
 */
final class RowPool {
  private final List<ColumnBatch> batches = new ArrayList<>();

  /** Takes a batch; the number that its rows are named by. */
  int attach(ColumnBatch batch) {
    batches.add(batch);
    return batches.size() - 1;
  }

  /** Forgets all batches. */
  void clear() {
    batches.clear();
  }

  static long reference(int batch, int row) {
    return (long) batch << 32 | row;
  }

  private Column column(long reference, int column) {
    return batches.get((int) (reference >>> 32)).column(column);
  }

  int hash(long reference, int[] columns) {
    int hash = 1;
    int row = (int) reference;
    for (int column : columns) {
      hash = 31 * hash + hash(column(reference, column), row);
    }
    return hash;
  }

  boolean equal(long left, long right, int[] columns) {
    for (int column : columns) {
      if (compare(column(left, column), (int) left, column(right, column), (int) right) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Compares one column of two rows; NULL equals NULL and is less than every value. */
  int compare(long left, long right, int column) {
    return compare(column(left, column), (int) left, column(right, column), (int) right);
  }

  boolean isNull(long reference, int column) {
    return column(reference, column).isNull((int) reference);
  }

  /** The values of some columns, for messages. */
  List<Object> values(long reference, int[] columns) {
    List<Object> values = new ArrayList<>();
    for (int column : columns) {
      values.add(column(reference, column).value((int) reference));
    }
    return values;
  }

  /** Appends the row's columns to the builder, but does not end the row. */
  void appendTo(BatchBuilder builder, long reference) {
    ColumnBatch batch = batches.get((int) (reference >>> 32));
    int row = (int) reference;
    for (int i = 0; i < batch.columnCount(); i++) {
      builder.column(i).appendFrom(batch.column(i), row);
    }
  }

  private static int hash(Column column, int row) {
    if (column.isNull(row)) {
      return 0x5bd1e995;
    }
    if (column instanceof LongColumn longs) {
      return mix(longs.values()[row]);
    } else if (column instanceof IntColumn ints) {
      return mix(ints.values()[row]);
    } else if (column instanceof BytesColumn bytes) {
      return hash(bytes, row);
    } else if (column instanceof DoubleColumn doubles) {
      return mix(Double.doubleToLongBits(doubles.values()[row] + 0.0));
    } else if (column instanceof BooleanColumn booleans) {
      return booleans.values()[row];
    } else if (column instanceof Int128Column wide) {
      return 31 * mix(wide.words()[2 * row]) + mix(wide.words()[2 * row + 1]);
    }
    throw new IllegalStateException("unknown column " + column.getClass());
  }

  private static int hash(BytesColumn column, int row) {
    byte[] data = column.data();
    int from = column.starts()[row];
    int to = from + column.lengths()[row];
    int hash = 7;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + data[i];
    }
    return mix(hash);
  }

  /** Spreads the bits, so that neighbouring numbers do not sit in neighbouring slots. */
  private static int mix(long value) {
    long mixed = value * 0x9E3779B97F4A7C15L;
    return (int) (mixed ^ mixed >>> 32);
  }

  /** Compares two values of columns of one type; NULL equals NULL and is less than every value. */
  static int compare(Column left, int leftRow, Column right, int rightRow) {
    boolean leftNull = left.isNull(leftRow);
    boolean rightNull = right.isNull(rightRow);
    if (leftNull || rightNull) {
      return Boolean.compare(rightNull, leftNull);
    }
    if (left instanceof LongColumn a && right instanceof LongColumn b) {
      return Long.compare(a.values()[leftRow], b.values()[rightRow]);
    } else if (left instanceof IntColumn a && right instanceof IntColumn b) {
      return Integer.compare(a.values()[leftRow], b.values()[rightRow]);
    } else if (left instanceof BytesColumn a && right instanceof BytesColumn b) {
      return compare(a, leftRow, b, rightRow);
    } else if (left instanceof DoubleColumn a && right instanceof DoubleColumn b) {
      // Adding 0.0 makes 0.0 of -0.0; compare puts NaN last.
      return Double.compare(a.values()[leftRow] + 0.0, b.values()[rightRow] + 0.0);
    } else if (left instanceof BooleanColumn a && right instanceof BooleanColumn b) {
      return Byte.compare(a.values()[leftRow], b.values()[rightRow]);
    } else if (left instanceof Int128Column a && right instanceof Int128Column b) {
      int high = Long.compare(a.words()[2 * leftRow + 1], b.words()[2 * rightRow + 1]);
      return high != 0
          ? high
          : Long.compareUnsigned(a.words()[2 * leftRow], b.words()[2 * rightRow]);
    }
    throw new IllegalStateException("columns of different layouts");
  }

  private static int compare(BytesColumn left, int leftRow, BytesColumn right, int rightRow) {
    int leftFrom = left.starts()[leftRow];
    int rightFrom = right.starts()[rightRow];
    return Arrays.compareUnsigned(
        left.data(),
        leftFrom,
        leftFrom + left.lengths()[leftRow],
        right.data(),
        rightFrom,
        rightFrom + right.lengths()[rightRow]);
  }
}
