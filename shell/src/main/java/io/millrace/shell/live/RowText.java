package io.millrace.shell.live;

import io.millrace.api.StatementResult.Changes;
import io.millrace.api.StatementResult.Changes.Finality;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.Int128Column;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.shell.render.Cells;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row as it is shown.
 *
 * @param key what it is known by
 * @param cells a text for each column
 * @param number the value whose change is told; null without one
 * @param finalAt the watermark, µs, from which on it is final; {@link Long#MAX_VALUE} if none
 */
record RowText(String key, List<String> cells, @Nullable BigDecimal number, long finalAt) {

  /** Makes texts of rows. */
  static final class Reader {
    private static final char BETWEEN = '\u0001';

    private final ZoneId zone;
    private final int columns;
    private final Optional<Finality> finality;
    private final boolean keyed;
    private final int[] keyColumns;
    private final int numberColumn;

    Reader(Changes changes, ZoneId zone) {
      this.zone = zone;
      this.columns = changes.schema().size();
      this.finality = changes.finality();
      List<Integer> key = changes.key().orElse(List.of());
      this.keyed = changes.key().isPresent() && changes.mode() != OutputMode.APPEND;
      this.keyColumns = key.stream().mapToInt(Integer::intValue).toArray();
      this.numberColumn = numberColumn(changes.schema(), keyed ? key : List.of());
    }

    /** Whether rows have a key; otherwise a row is known by all of its columns. */
    boolean keyed() {
      return keyed;
    }

    /** The first numeric column that is no key; −1 without one. */
    private static int numberColumn(Schema schema, List<Integer> key) {
      for (int i = 0; i < schema.size(); i++) {
        if (schema.type(i).kind().isNumeric() && !key.contains(i)) {
          return i;
        }
      }
      return -1;
    }

    RowText read(ColumnBatch rows, int row) {
      String[] cells = new String[columns];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = Cells.text(rows.column(i), row, zone);
      }
      return new RowText(
          key(rows, row, cells),
          List.of(cells),
          numberColumn < 0 ? null : number(rows.column(numberColumn), row),
          finality.map(f -> f.micros(rows, row)).orElse(Long.MAX_VALUE));
    }

    private String key(ColumnBatch rows, int row, String[] cells) {
      if (keyed && keyColumns.length == 1 && !rows.column(keyColumns[0]).isNull(row)) {
        return cells[keyColumns[0]];
      }
      StringBuilder key = new StringBuilder();
      int count = keyed ? keyColumns.length : columns;
      for (int i = 0; i < count; i++) {
        int column = keyed ? keyColumns[i] : i;
        key.append(BETWEEN);
        if (rows.column(column).isNull(row)) {
          key.append(BETWEEN);
        } else {
          key.append(cells[column]);
        }
      }
      return key.toString();
    }

    private static @Nullable BigDecimal number(Column column, int row) {
      if (column.isNull(row)) {
        return null;
      }
      DataType type = column.type();
      if (column instanceof LongColumn longs) {
        return BigDecimal.valueOf(longs.values()[row], type.scale());
      } else if (column instanceof IntColumn ints) {
        return BigDecimal.valueOf(ints.values()[row]);
      } else if (column instanceof Int128Column wide) {
        return new BigDecimal(wide.unscaled(row), type.scale());
      } else if (column instanceof DoubleColumn doubles) {
        double value = doubles.values()[row];
        return Double.isFinite(value) ? new BigDecimal(value, MathContext.DECIMAL64) : null;
      }
      return null;
    }
  }
}
