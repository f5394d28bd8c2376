package io.millrace.exec.session.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.Schema;
import io.millrace.api.types.TypeKind;
import java.sql.Timestamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a program as batches. */
final class FluentRows {
  private FluentRows() {}

  static void addTo(List<ColumnBatch> batches, Schema schema, List<List<Object>> rows) {
    BatchBuilder builder = new BatchBuilder(schema);
    for (List<Object> row : rows) {
      builder.row(values(schema, row));
      if (builder.size() == ColumnBatch.MAX_ROWS) {
        batches.add(builder.build());
        builder = new BatchBuilder(schema);
      }
    }
    if (builder.size() > 0) {
      batches.add(builder.build());
    }
  }

  private static Object[] values(Schema schema, List<Object> row) {
    if (row.size() != schema.size()) {
      throw error(
              ErrorCode.VALUE_INVALID,
              "a row of " + row.size() + " values for " + schema.size() + " columns")
          .build();
    }
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = row.get(i);
      if (value == null && !schema.type(i).nullable()) {
        throw error(ErrorCode.NULL_NOT_ALLOWED, schema.name(i), "the rows").build();
      }
      values[i] = plain(schema, i, value);
    }
    return values;
  }

  /** The value in the class that columns of its type take. */
  private static @Nullable Object plain(Schema schema, int column, @Nullable Object value) {
    Object plain = value;
    if (value instanceof Byte || value instanceof Short) {
      plain = ((Number) value).intValue();
    } else if (value instanceof Timestamp time) {
      plain =
          schema.type(column).kind() == TypeKind.TIMESTAMP
              ? time.toLocalDateTime()
              : time.toInstant();
    } else if (value instanceof java.sql.Date date) {
      plain = date.toLocalDate();
    }
    if (plain != null && !ValueClasses.fits(schema.type(column), plain)) {
      throw error(
              ErrorCode.TYPE_MISMATCH,
              "column \""
                  + schema.name(column)
                  + "\" is "
                  + schema.type(column).sql()
                  + ", and a value is a "
                  + value.getClass().getSimpleName())
          .build();
    }
    return plain;
  }
}
