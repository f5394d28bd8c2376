package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.Int128Column;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import java.util.Arrays;

/** Finds the rows in which two columns of one type differ; NULLs are equal, and NaNs too. */
public final class ColumnComparison {
  private ColumnComparison() {}

  public static void markDifferences(Column left, Column right, boolean[] different, int count) {
    if (left instanceof LongColumn l
        && right instanceof LongColumn r
        && !left.mayHaveNulls()
        && !right.mayHaveNulls()) {
      for (int i = 0; i < count; i++) {
        different[i] |= l.values()[i] != r.values()[i];
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      boolean leftNull = left.isNull(i);
      different[i] |= leftNull != right.isNull(i) || !leftNull && !equal(left, i, right, i);
    }
  }

  /** Whether two rows of a column have the same value. */
  static boolean isSame(Column column, int row, int other) {
    boolean isNull = column.isNull(row);
    return isNull == column.isNull(other) && (isNull || equal(column, row, column, other));
  }

  private static boolean equal(Column left, int row, Column right, int other) {
    if (left instanceof LongColumn l && right instanceof LongColumn r) {
      return l.values()[row] == r.values()[other];
    } else if (left instanceof DoubleColumn l && right instanceof DoubleColumn r) {
      return Double.compare(l.values()[row], r.values()[other]) == 0;
    } else if (left instanceof IntColumn l && right instanceof IntColumn r) {
      return l.values()[row] == r.values()[other];
    } else if (left instanceof BooleanColumn l && right instanceof BooleanColumn r) {
      return l.values()[row] == r.values()[other];
    } else if (left instanceof Int128Column l && right instanceof Int128Column r) {
      return l.words()[2 * row] == r.words()[2 * other]
          && l.words()[2 * row + 1] == r.words()[2 * other + 1];
    } else if (left instanceof BytesColumn l && right instanceof BytesColumn r) {
      return Arrays.equals(
          l.data(),
          l.starts()[row],
          l.starts()[row] + l.lengths()[row],
          r.data(),
          r.starts()[other],
          r.starts()[other] + r.lengths()[other]);
    }
    throw new IllegalStateException(left.type() + " is compared with " + right.type());
  }
}
