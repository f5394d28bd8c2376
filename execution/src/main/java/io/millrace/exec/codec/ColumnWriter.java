package io.millrace.exec.codec;

import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.encoding.Shape;
import io.millrace.api.types.DataType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes one field into the column that it was bound to last. */
final class ColumnWriter {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final Class<?> fieldType;
  private final DataType columnType;
  private final UnaryOperator<Object> conversion;
  private @Nullable ColumnBuilder builder;

  ColumnWriter(Shape shape, DataType columnType) {
    this.fieldType = shape.javaType();
    this.columnType = columnType;
    this.conversion =
        shape instanceof Shape.Serialized
            ? Conversions::serialize
            : Conversions.toColumn(fieldType, columnType);
  }

  void bind(ColumnBuilder newBuilder) {
    builder = newBuilder;
  }

  /** Leads from the field's value to the column: {@code (type of the field) → void}. */
  MethodHandle handle() {
    try {
      if (!fieldType.isPrimitive()) {
        return bound("object", Object.class).asType(MethodType.methodType(void.class, fieldType));
      }
      MethodHandle primitive =
          switch (columnType.layout()) {
            case BOOLEAN -> bound("bool", boolean.class);
            case INT -> bound("integer", int.class);
            case LONG -> bound("bigint", long.class);
            case DOUBLE -> bound("number", double.class);
            case INT128, BYTES -> throw new IllegalStateException(fieldType + " as " + columnType);
          };
      return primitive.asType(MethodType.methodType(void.class, fieldType));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private MethodHandle bound(String method, Class<?> type) throws ReflectiveOperationException {
    return LOOKUP.bind(this, method, MethodType.methodType(void.class, type));
  }

  private ColumnBuilder target() {
    return Objects.requireNonNull(builder);
  }

  private void bool(boolean value) {
    target().appendBoolean(value);
  }

  private void integer(int value) {
    target().appendInt(value);
  }

  private void bigint(long value) {
    target().appendLong(value);
  }

  private void number(double value) {
    target().appendDouble(value);
  }

  void object(@Nullable Object value) {
    if (value == null) {
      target().appendNull();
    } else if (fieldType == String.class) {
      target().appendText((String) value);
    } else {
      target().appendValue(conversion.apply(value));
    }
  }
}
