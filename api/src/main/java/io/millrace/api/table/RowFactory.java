package io.millrace.api.table;

import io.millrace.api.types.Schema;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes rows whose values have no names yet. */
public final class RowFactory {
  private RowFactory() {}

  /** A row of these values. */
  public static Row create(@Nullable Object... values) {
    return new Row(Schema.EMPTY, Arrays.asList(values));
  }
}
