package io.millrace.api.batch;

import static java.util.Objects.requireNonNull;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column of a batch, in heap arrays. Immutable once handed on: the arrays are
 * shared, never copied, and nobody writes to them any more.
 *
 * <p>The arrays may be longer than {@link #rowCount()}. What they hold at a NULL row is undefined
 * but harmless: any value of the array's type (for text: a range inside the data).
 */
public abstract sealed class Column
    permits BooleanColumn, IntColumn, LongColumn, DoubleColumn, Int128Column, BytesColumn {
  private final DataType type;
  private final int rowCount;
  private final long[] validity;

  Column(DataType type, Layout layout, int rowCount, long[] validity) {
    this.type = requireNonNull(type, "type is null");
    if (type.layout() != layout) {
      throw new IllegalArgumentException(type + " is not held as " + layout);
    }
    if (validity.length != 0 && validity.length < Validity.words(rowCount)) {
      throw new IllegalArgumentException("validity is too short for " + rowCount + " rows");
    }
    this.rowCount = rowCount;
    this.validity = validity;
  }

  public final DataType type() {
    return type;
  }

  public final int rowCount() {
    return rowCount;
  }

  /** The bitmap of values ({@link Validity}); {@link Validity#NONE} if no row is NULL. */
  public final long[] validity() {
    return validity;
  }

  /** Whether there is a bitmap; a batch without one has no NULLs. */
  public final boolean mayHaveNulls() {
    return validity.length != 0;
  }

  public final boolean isNull(int row) {
    return Validity.isNull(validity, row);
  }

  /**
   * A row's value as Java object, for edges and tests, never for the row path: Boolean, Integer (up
   * to 32 bits and INTERVAL_MONTH), Long (BIGINT and INTERVAL_DAY in µs), BigDecimal, Float (REAL),
   * Double, String, byte[], LocalDate, LocalTime, LocalDateTime, Instant; List (ARRAY), Map (MAP),
   * {@link io.millrace.api.types.StructValue} (ROW); null for NULL.
   */
  public final @Nullable Object value(int row) {
    return isNull(row) ? null : nonNullValue(row);
  }

  abstract Object nonNullValue(int row);

  /** A dense copy of the given rows, in the given order. */
  public abstract Column gather(int[] rows, int count);

  /** The same values under another type of the same layout. */
  public abstract Column withType(DataType newType);

  final long[] gatherValidity(int[] rows, int count) {
    if (validity.length == 0) {
      return Validity.NONE;
    }
    long[] gathered = Validity.allValid(count);
    boolean nulls = false;
    for (int i = 0; i < count; i++) {
      if (Validity.isNull(validity, rows[i])) {
        Validity.setNull(gathered, i);
        nulls = true;
      }
    }
    return nulls ? gathered : Validity.NONE;
  }
}
