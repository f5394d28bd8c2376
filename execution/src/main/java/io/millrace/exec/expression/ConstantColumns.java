package io.millrace.exec.expression;

import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.Int128Column;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.Validity;
import io.millrace.api.types.DataType;
import io.millrace.exec.expression.runtime.Constants;
import io.millrace.plan.expression.Expression;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Columns of one value. They share the arrays of the largest one made so far. Thread-safe. */
final class ConstantColumns {
  private final DataType type;
  private final @Nullable Object value;
  private volatile Column largest;

  private ConstantColumns(DataType type, @Nullable Object value) {
    this.type = type;
    this.value = value;
    this.largest = fill(1);
  }

  static ConstantColumns of(Expression.Literal literal, DataType type) {
    return new ConstantColumns(type, literal.value());
  }

  /** A column that has the value in each of that many rows. */
  Column rows(int count) {
    Column current = largest;
    if (current.rowCount() == count) {
      return current;
    }
    if (current.rowCount() < count) {
      current = fill(Math.max(count, Math.min(2 * current.rowCount(), ColumnBatch.MAX_ROWS)));
      largest = current;
    }
    return current.rowCount() == count ? current : head(current, count);
  }

  private static Column head(Column column, int count) {
    DataType type = column.type();
    long[] validity = column.validity();
    if (column instanceof BooleanColumn booleans) {
      return new BooleanColumn(type, count, booleans.values(), validity);
    } else if (column instanceof IntColumn ints) {
      return new IntColumn(type, count, ints.values(), validity);
    } else if (column instanceof LongColumn longs) {
      return new LongColumn(type, count, longs.values(), validity);
    } else if (column instanceof DoubleColumn doubles) {
      return new DoubleColumn(type, count, doubles.values(), validity);
    } else if (column instanceof Int128Column wide) {
      return new Int128Column(type, count, wide.words(), validity);
    }
    BytesColumn bytes = (BytesColumn) column;
    return new BytesColumn(type, count, bytes.data(), bytes.starts(), bytes.lengths(), validity);
  }

  private Column fill(int count) {
    long[] validity = value == null ? new long[Validity.words(count)] : Validity.NONE;
    switch (type.layout()) {
      case BOOLEAN -> {
        byte[] values = new byte[count];
        Arrays.fill(values, (byte) (Boolean.TRUE.equals(value) ? 1 : 0));
        return new BooleanColumn(type, count, values, validity);
      }
      case INT -> {
        int[] values = new int[count];
        Arrays.fill(values, value == null ? 0 : ((Number) value).intValue());
        return new IntColumn(type, count, values, validity);
      }
      case LONG -> {
        long[] values = new long[count];
        Arrays.fill(values, value == null ? 0 : longOf(value));
        return new LongColumn(type, count, values, validity);
      }
      case DOUBLE -> {
        double[] values = new double[count];
        Arrays.fill(values, value == null ? 0 : ((Number) value).doubleValue());
        return new DoubleColumn(type, count, values, validity);
      }
      case INT128 -> {
        long[] words = new long[2 * count];
        if (value != null) {
          BigInteger unscaled = ((BigDecimal) value).setScale(type.scale()).unscaledValue();
          for (int i = 0; i < count; i++) {
            words[2 * i] = unscaled.longValue();
            words[2 * i + 1] = unscaled.shiftRight(64).longValue();
          }
        }
        return new Int128Column(type, count, words, validity);
      }
      case BYTES -> {
        byte[] data = value == null ? new byte[0] : Constants.bytes(value);
        int[] lengths = new int[count];
        Arrays.fill(lengths, data.length);
        return new BytesColumn(type, count, data, new int[count], lengths, validity);
      }
    }
    throw new IllegalStateException("no layout " + type.layout());
  }

  private long longOf(Object literal) {
    return literal instanceof BigDecimal decimal
        ? decimal.setScale(type.scale()).unscaledValue().longValueExact()
        : ((Number) literal).longValue();
  }
}
