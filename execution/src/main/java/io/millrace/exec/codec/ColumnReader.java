package io.millrace.exec.codec;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.encoding.Shape;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.DataType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads one field out of the column that it was bound to last. */
final class ColumnReader {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final String columnName;
  private final String field;
  private final String owner;
  private final Class<?> fieldType;
  private final DataType columnType;
  private final UnaryOperator<Object> conversion;
  private @Nullable Column column;
  private boolean mayHaveNulls;

  /**
   * A reader that is not bound yet.
   *
   * @param owner the class of the field, for messages
   */
  ColumnReader(String columnName, DataType columnType, String field, Shape shape, String owner) {
    this.columnName = columnName;
    this.columnType = columnType;
    this.field = field;
    this.owner = owner;
    this.fieldType = shape.javaType();
    this.conversion =
        shape instanceof Shape.Serialized
            ? bytes -> Conversions.deserialize((byte[]) bytes, fieldType)
            : fieldType.isPrimitive()
                ? UnaryOperator.identity()
                : Conversions.toField(columnType, fieldType);
  }

  void bind(Column newColumn) {
    column = newColumn;
    mayHaveNulls = newColumn.mayHaveNulls();
  }

  /** Leads from a row to the field's value: {@code (int) → type of the field}. */
  MethodHandle handle() {
    try {
      if (!fieldType.isPrimitive()) {
        return bound("object", Object.class).asType(MethodType.methodType(fieldType, int.class));
      }
      MethodHandle primitive =
          switch (columnType.layout()) {
            case BOOLEAN -> bound("bool", boolean.class);
            case INT -> bound("integer", int.class);
            case LONG -> bound("bigint", long.class);
            case DOUBLE -> bound("number", double.class);
            case INT128, BYTES -> throw new IllegalStateException(columnType + " as " + fieldType);
          };
      // the planner has seen to it that values fit
      return MethodHandles.explicitCastArguments(
          primitive, MethodType.methodType(fieldType, int.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private MethodHandle bound(String method, Class<?> type) throws ReflectiveOperationException {
    return LOOKUP.bind(this, method, MethodType.methodType(type, int.class));
  }

  private boolean bool(int row) {
    return ((BooleanColumn) present(row)).values()[row] != 0;
  }

  private int integer(int row) {
    return ((IntColumn) present(row)).values()[row];
  }

  private long bigint(int row) {
    return ((LongColumn) present(row)).values()[row];
  }

  private double number(int row) {
    return ((DoubleColumn) present(row)).values()[row];
  }

  private Column present(int row) {
    Column bound = Objects.requireNonNull(column);
    if (mayHaveNulls && bound.isNull(row)) {
      throw error(ErrorCode.FIELD_IS_NULL, columnName, field, owner)
          .detail("The field is of type " + fieldType + ", which has no null.")
          .hint("make it " + MethodType.methodType(fieldType).wrap().returnType().getSimpleName())
          .hint("or keep such rows away:  filter(col(\"" + columnName + "\").isNotNull())")
          .build();
    }
    return bound;
  }

  @Nullable Object object(int row) {
    Column bound = Objects.requireNonNull(column);
    if (mayHaveNulls && bound.isNull(row)) {
      return null;
    }
    if (fieldType == String.class && bound instanceof BytesColumn text) {
      return text.text(row);
    }
    Object value = bound.value(row);
    // a column of type NULL holds nothing else
    return value == null ? null : conversion.apply(value);
  }
}
