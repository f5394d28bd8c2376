package io.millrace.benchmark.measure;

import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.Int128Column;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.types.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * The hash of a row by its text, so that it can be compared with that of another engine.
 *
 * <p>The text of a row is that of its values with {@code |} between them: NULL is {@code \N}, whole
 * numbers are in decimal, decimals are plain without zeros at their end, times are milliseconds
 * since 1970 (UTC), dates are as in ISO 8601, text is as it is. Its hash is FNV-1a of 64 bits over
 * the UTF-8 bytes, with its bits mixed once more at the end. Hashes of rows are added up modulo
 * 2^64, so that their order does not matter, and a row that is taken back is subtracted.
 */
public final class RowHash {
  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;
  private static final long MIX = 0xff51afd7ed558ccdL;
  private static final int MICROS_PER_MILLI = 1000;

  private final int[] columns;
  private byte[] text = new byte[256];
  private int length;

  /**
   * Hashes of some columns.
   *
   * @param columns their positions; none for all columns
   */
  public RowHash(int... columns) {
    this.columns = columns.clone();
  }

  /** The hash of a physical row of a batch. */
  public long of(ColumnBatch batch, int row) {
    length = 0;
    int count = columns.length == 0 ? batch.columnCount() : columns.length;
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        append((byte) '|');
      }
      Column column = batch.column(columns.length == 0 ? i : columns[i]);
      if (column.isNull(row)) {
        append("\\N");
      } else {
        append(column, row);
      }
    }
    return hash();
  }

  private long hash() {
    long hash = OFFSET_BASIS;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ text[i] & 0xff) * PRIME;
    }
    hash = (hash ^ hash >>> 33) * MIX;
    return hash ^ hash >>> 33;
  }

  private void append(Column column, int row) {
    if (column instanceof LongColumn longs) {
      append(column.type(), longs.values()[row]);
    } else if (column instanceof BytesColumn bytes) {
      append(bytes.data(), bytes.starts()[row], bytes.lengths()[row]);
    } else if (column instanceof IntColumn ints) {
      append(column.type(), ints.values()[row]);
    } else if (column instanceof Int128Column wide) {
      append(wide.unscaled(row), column.type().scale());
    } else if (column instanceof DoubleColumn || column instanceof BooleanColumn) {
      append(String.valueOf(column.value(row)));
    }
  }

  private void append(DataType type, int value) {
    switch (type.kind()) {
      case DATE -> append(LocalDate.ofEpochDay(value).toString());
      default -> decimal(value);
    }
  }

  private void append(DataType type, long value) {
    switch (type.kind()) {
      case TIMESTAMP, TIMESTAMP_LTZ -> decimal(Math.floorDiv(value, MICROS_PER_MILLI));
      case DECIMAL -> append(BigInteger.valueOf(value), type.scale());
      default -> decimal(value);
    }
  }

  private void append(BigInteger unscaled, int scale) {
    append(
        unscaled.signum() == 0
            ? "0"
            : new BigDecimal(unscaled, scale).stripTrailingZeros().toPlainString());
  }

  private void decimal(long value) {
    append(Long.toString(value));
  }

  private void append(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    append(bytes, 0, bytes.length);
  }

  private void append(byte[] bytes, int from, int count) {
    if (length + count > text.length) {
      text = Arrays.copyOf(text, 2 * (length + count));
    }
    System.arraycopy(bytes, from, text, length, count);
    length += count;
  }

  private void append(byte value) {
    if (length == text.length) {
      text = Arrays.copyOf(text, 2 * length);
    }
    text[length++] = value;
  }
}
