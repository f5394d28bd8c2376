package io.millrace.exec.function;

import io.millrace.api.types.Schema;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes rows that a table function gives apart into the values of their columns. */
sealed interface RowReader {

  @Nullable Object[] values(@Nullable Object row) throws Throwable;

  /** For rows of a class. */
  static RowReader of(FunctionSource source, Class<?> row, Schema columns) {
    if (row.isRecord()) {
      List<MethodHandle> accessors = new ArrayList<>();
      for (RecordComponent component : row.getRecordComponents()) {
        MethodHandle accessor = source.handle(component.getAccessor());
        accessors.add(accessor.asType(accessor.type().generic()));
      }
      return new OfRecord(accessors);
    }
    return JavaTypes.typeOf(row).isPresent() ? new OfValue() : new OfArray(columns.size());
  }

  /** A record: its components. */
  record OfRecord(List<MethodHandle> accessors) implements RowReader {
    @Override
    public @Nullable Object[] values(@Nullable Object row) throws Throwable {
      if (row == null) {
        throw new NullPointerException("a row is null");
      }
      @Nullable Object[] values = new Object[accessors.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (Object) accessors.get(i).invokeExact(row);
      }
      return values;
    }
  }

  /** One value. */
  record OfValue() implements RowReader {
    @Override
    public @Nullable Object[] values(@Nullable Object row) {
      return new Object[] {row};
    }
  }

  /** The values themselves. */
  record OfArray(int columns) implements RowReader {
    @Override
    public @Nullable Object[] values(@Nullable Object row) {
      if (row instanceof Object[] values && values.length == columns) {
        return values;
      }
      throw new IllegalArgumentException("a row is no array of " + columns + " values");
    }
  }
}
