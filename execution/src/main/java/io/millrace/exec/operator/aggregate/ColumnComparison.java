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
final class ColumnComparison {
  private ColumnComparison() {}

  static void markDifferences(Column left, Column right, boolean[] different, int count) {
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
      different[i] |= leftNull != right.isNull(i) || !leftNull && !equal(left, right, i);
    }
  }

  private static boolean equal(Column left, Column right, int row) {
    if (left instanceof LongColumn l && right instanceof LongColumn r) {
      return l.values()[row] == r.values()[row];
    } else if (left instanceof DoubleColumn l && right instanceof DoubleColumn r) {
      return Double.compare(l.values()[row], r.values()[row]) == 0;
    } else if (left instanceof IntColumn l && right instanceof IntColumn r) {
      return l.values()[row] == r.values()[row];
    } else if (left instanceof BooleanColumn l && right instanceof BooleanColumn r) {
      return l.values()[row] == r.values()[row];
    } else if (left instanceof Int128Column l && right instanceof Int128Column r) {
      return l.words()[2 * row] == r.words()[2 * row]
          && l.words()[2 * row + 1] == r.words()[2 * row + 1];
    } else if (left instanceof BytesColumn l && right instanceof BytesColumn r) {
      return Arrays.equals(
          l.data(),
          l.starts()[row],
          l.starts()[row] + l.lengths()[row],
          r.data(),
          r.starts()[row],
          r.starts()[row] + r.lengths()[row]);
    }
    throw new IllegalStateException(left.type() + " is compared with " + right.type());
  }
}
