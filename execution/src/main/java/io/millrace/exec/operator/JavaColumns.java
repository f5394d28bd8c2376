package io.millrace.exec.operator;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.expression.JavaValues;
import org.jspecify.annotations.Nullable;

/** Values of columns as objects for the user's Java code, and back; null for NULL. */
public final class JavaColumns {
  private JavaColumns() {}

  /** The object for a value. */
  public static @Nullable Object read(Column column, int row) {
    if (column.isNull(row)) {
      return null;
    }
    if (column instanceof LongColumn source) {
      return JavaValues.ofWhole(column.type(), source.values()[row]);
    }
    if (column instanceof IntColumn source) {
      return JavaValues.ofWhole(column.type(), source.values()[row]);
    }
    return column.value(row);
  }

  /**
   * Appends a value.
   *
   * @throws RuntimeException if the object is none of the column's type
   */
  public static void append(ColumnBuilder target, @Nullable Object value) {
    if (value == null) {
      target.appendNull();
      return;
    }
    DataType type = target.type();
    switch (type.layout()) {
      case BOOLEAN -> target.appendBoolean((Boolean) value);
      case INT -> target.appendInt(Math.toIntExact(JavaValues.whole(type, value)));
      case LONG -> target.appendLong(JavaValues.whole(type, value));
      case DOUBLE -> {
        Number number = (Number) value;
        target.appendDouble(
            type.kind() == TypeKind.REAL ? number.floatValue() : number.doubleValue());
      }
      case INT128 -> target.appendValue(JavaValues.decimal(type, value));
      case BYTES -> {
        if (type.kind().isNested()) {
          target.appendValue(value);
        } else if (value instanceof byte[] binary) {
          target.appendBytes(binary, 0, binary.length);
        } else {
          target.appendText((String) value);
        }
      }
    }
  }
}
