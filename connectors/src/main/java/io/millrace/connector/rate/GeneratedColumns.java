package io.millrace.connector.rate;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.Validity;
import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.SourceContext;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.api.types.TypeKind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * The columns {@code timestamp} (an instant, or its local time if declared TIMESTAMP) and {@code
 * value} of rows that are made up.
 */
final class GeneratedColumns {
  /** The columns of a source that declares none. */
  static final Schema DEFAULT =
      new Schema(
          List.of(
              new Field("timestamp", DataType.TIMESTAMP_LTZ), new Field("value", DataType.BIGINT)));

  private static final long MICROS_PER_SECOND = 1_000_000;

  private final Schema schema;
  private final ZoneId zone;

  /**
   * @throws MillraceException COLUMN_NOT_FOUND or TYPE_MISMATCH for other columns
   */
  GeneratedColumns(SourceContext context, String connector) {
    this.schema = context.schema();
    this.zone = context.zone();
    for (int i = 0; i < schema.size(); i++) {
      Field field = schema.field(i);
      TypeKind kind = field.type().kind();
      boolean fits =
          switch (field.name().toLowerCase(Locale.ROOT)) {
            case "timestamp" -> kind.isTimestamp();
            case "value" -> kind == TypeKind.BIGINT;
            default ->
                throw error(ErrorCode.COLUMN_NOT_FOUND, field.name(), " in connector " + connector)
                    .hint("it has: timestamp TIMESTAMP_LTZ, value BIGINT")
                    .build();
          };
      if (!fits || !context.metadataKeys().get(i).isEmpty()) {
        throw error(
                ErrorCode.TYPE_MISMATCH,
                "column \""
                    + field.name()
                    + "\" of connector "
                    + connector
                    + " is no "
                    + field.type().sql())
            .hint("it has: timestamp TIMESTAMP_LTZ (or TIMESTAMP), value BIGINT")
            .build();
      }
    }
  }

  /**
   * The rows of consecutive values from {@code first} on, each with the time that belongs to it.
   */
  void emit(long first, long count, Times times, Chunk.Output output) {
    for (long done = 0; done < count; done += ColumnBatch.MAX_ROWS) {
      int rows = (int) Math.min(ColumnBatch.MAX_ROWS, count - done);
      output.rows(batch(first + done, rows, times));
    }
  }

  private ColumnBatch batch(long first, int rows, Times times) {
    Column[] columns = new Column[schema.size()];
    for (int i = 0; i < columns.length; i++) {
      long[] values = new long[rows];
      boolean isValue = schema.name(i).equalsIgnoreCase("value");
      boolean local = schema.type(i).kind() == TypeKind.TIMESTAMP;
      for (int row = 0; row < rows; row++) {
        if (isValue) {
          values[row] = first + row;
        } else {
          long micros = times.micros(first + row);
          values[row] = local ? local(micros) : micros;
        }
      }
      columns[i] = new LongColumn(schema.type(i), rows, values, Validity.NONE);
    }
    return ColumnBatch.of(schema, rows, columns);
  }

  private long local(long micros) {
    Instant second = Instant.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND));
    return micros + zone.getRules().getOffset(second).getTotalSeconds() * MICROS_PER_SECOND;
  }

  /** When a row happens. */
  interface Times {
    /** Microseconds since 1970 in UTC. */
    long micros(long value);
  }
}
