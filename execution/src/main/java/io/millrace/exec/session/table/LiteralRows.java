package io.millrace.exec.session.table;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.sql.statement.ValueRow;
import io.millrace.sql.statement.ValueRow.Cell;
import io.millrace.sql.statement.ValueRow.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Makes rows of constants without a plan, where it is plain what they are: whole numbers for
 * columns that hold them, text for text, and the like. Everything else, and everything that could
 * be an error, is left to the planner.
 */
final class LiteralRows {
  private static final int LONG_DIGITS = 18;

  private final Schema schema;

  /** For each column of the table the cell that fills it, −1 for none. */
  private final int[] cells;

  private LiteralRows(Schema schema, int[] cells) {
    this.schema = schema;
    this.cells = cells;
  }

  /**
   * The rows, if all of them are plain.
   *
   * @param cells for each column of the schema the cell that fills it; −1 for NULL
   */
  static Optional<List<ColumnBatch>> of(Schema schema, int[] cells, List<ValueRow> rows) {
    return new LiteralRows(schema, cells).rows(rows);
  }

  private Optional<List<ColumnBatch>> rows(List<ValueRow> rows) {
    List<ColumnBatch> batches = new ArrayList<>();
    BatchBuilder builder = new BatchBuilder(schema, Math.min(rows.size(), ColumnBatch.MAX_ROWS));
    for (ValueRow row : rows) {
      for (int i = 0; i < cells.length; i++) {
        boolean done =
            cells[i] < 0
                ? appendNull(builder.column(i))
                : append(builder.column(i), row.cells().get(cells[i]));
        if (!done) {
          return Optional.empty();
        }
      }
      builder.endRow();
      if (builder.size() == ColumnBatch.MAX_ROWS) {
        batches.add(builder.build());
      }
    }
    if (builder.size() > 0) {
      batches.add(builder.build());
    }
    return Optional.of(batches);
  }

  private static boolean appendNull(ColumnBuilder column) {
    if (!column.type().nullable()) {
      return false;
    }
    column.appendNull();
    return true;
  }

  private static boolean append(ColumnBuilder column, Cell cell) {
    DataType type = column.type();
    if (cell.kind() == Kind.NULL) {
      return appendNull(column);
    }
    return switch (type.kind()) {
      case BOOLEAN -> {
        if (cell.kind() == Kind.BOOLEAN) {
          column.appendBoolean(cell.text().equalsIgnoreCase("true"));
        }
        yield cell.kind() == Kind.BOOLEAN;
      }
      case TINYINT -> appendInt(column, cell, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SMALLINT -> appendInt(column, cell, Short.MIN_VALUE, Short.MAX_VALUE);
      case INTEGER -> appendInt(column, cell, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case BIGINT -> appendLong(column, cell);
      case DECIMAL -> appendDecimal(column, cell);
      case DOUBLE -> appendDouble(column, cell);
      case VARCHAR -> appendText(column, cell);
      default -> false;
    };
  }

  private static boolean isShortWhole(Cell cell) {
    return cell.kind() == Kind.INTEGER && cell.text().length() <= LONG_DIGITS;
  }

  private static boolean appendInt(ColumnBuilder column, Cell cell, int least, int most) {
    if (!isShortWhole(cell)) {
      return false;
    }
    long value = Long.parseLong(cell.text());
    if (value < least || value > most) {
      return false;
    }
    column.appendInt((int) value);
    return true;
  }

  private static boolean appendLong(ColumnBuilder column, Cell cell) {
    if (!isShortWhole(cell)) {
      return false;
    }
    column.appendLong(Long.parseLong(cell.text()));
    return true;
  }

  private static boolean appendDecimal(ColumnBuilder column, Cell cell) {
    boolean exact = cell.kind() == Kind.INTEGER || cell.kind() == Kind.DECIMAL;
    if (!exact || cell.text().length() > LONG_DIGITS) {
      return false;
    }
    DataType type = column.type();
    BigDecimal value = new BigDecimal(cell.text());
    if (value.scale() > type.scale()) {
      return false;
    }
    BigDecimal scaled = value.setScale(type.scale(), RoundingMode.UNNECESSARY);
    if (scaled.precision() > type.precision()) {
      return false;
    }
    column.appendValue(scaled);
    return true;
  }

  private static boolean appendDouble(ColumnBuilder column, Cell cell) {
    boolean number =
        isShortWhole(cell)
            || cell.kind() == Kind.DOUBLE
            || (cell.kind() == Kind.DECIMAL && cell.text().length() <= LONG_DIGITS);
    if (!number) {
      return false;
    }
    double value = Double.parseDouble(cell.text());
    if (Double.isInfinite(value)) {
      return false;
    }
    column.appendDouble(value + 0.0);
    return true;
  }

  private static boolean appendText(ColumnBuilder column, Cell cell) {
    if (cell.kind() != Kind.TEXT) {
      return false;
    }
    int most = column.type().precision();
    String text = cell.text();
    if (most != DataType.UNBOUNDED && text.codePointCount(0, text.length()) > most) {
      return false;
    }
    column.appendText(text);
    return true;
  }

  /**
   * New images of rows, whose columns have values of their own as far as they are given.
   *
   * @param values by column
   * @return empty if a value is not plain
   */
  static Optional<List<ColumnBatch>> images(
      Schema schema, List<ColumnBatch> rows, Map<Integer, Cell> values) {
    List<ColumnBatch> images = new ArrayList<>();
    for (ColumnBatch batch : rows) {
      BatchBuilder builder = new BatchBuilder(schema, batch.size());
      for (int row = 0; row < batch.size(); row++) {
        for (int i = 0; i < schema.size(); i++) {
          Cell value = values.get(i);
          if (value == null) {
            builder.column(i).appendFrom(batch.column(i), row);
          } else if (!append(builder.column(i), value)) {
            return Optional.empty();
          }
        }
        builder.endRow();
      }
      images.add(builder.build());
    }
    return Optional.of(images);
  }

  /**
   * The first cell of each column that is not plain, or else its first cell.
   *
   * @param cells as for {@link #of}
   * @param rows all of the same width
   */
  static List<Cell> suspects(Schema schema, int[] cells, List<ValueRow> rows) {
    List<Cell> suspects = new ArrayList<>(rows.get(0).cells());
    BatchBuilder trial = new BatchBuilder(schema);
    for (int i = 0; i < cells.length; i++) {
      for (ValueRow row : rows) {
        if (cells[i] >= 0 && !append(trial.column(i), row.cells().get(cells[i]))) {
          suspects.set(cells[i], row.cells().get(cells[i]));
          break;
        }
      }
    }
    return suspects;
  }

  /** The same columns, all of which may be NULL. */
  static Schema nullable(Schema schema) {
    return new Schema(
        schema.fields().stream()
            .map(field -> new Field(field.name(), field.type().withNullable(true)))
            .toList());
  }

  /** Which cell fills each column of a table; empty if the columns are not those of the table. */
  static Optional<int[]> cells(Schema schema, List<String> columns, int width) {
    int[] cells = new int[schema.size()];
    if (columns.isEmpty()) {
      for (int i = 0; i < cells.length; i++) {
        cells[i] = i;
      }
      return width == cells.length ? Optional.of(cells) : Optional.empty();
    }
    Arrays.fill(cells, -1);
    for (int i = 0; i < columns.size(); i++) {
      OptionalInt at = schema.indexOf(columns.get(i));
      if (at.isEmpty() || cells[at.getAsInt()] >= 0) {
        return Optional.empty();
      }
      cells[at.getAsInt()] = i;
    }
    return width == columns.size() ? Optional.of(cells) : Optional.empty();
  }
}
