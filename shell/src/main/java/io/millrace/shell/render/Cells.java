package io.millrace.shell.render;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.DataType;
import java.time.ZoneId;

/** Values as a table for people shows them. */
public final class Cells {
  /** How NULL is shown; told from a text that reads so by identity. */
  public static final String NULL = "NULL";

  private Cells() {}

  /** The text of a cell: numbers grouped, control characters made visible. */
  public static String text(Column column, int row, ZoneId zone) {
    if (column.isNull(row)) {
      return NULL;
    }
    StringBuilder text = new StringBuilder();
    ValueText.append(text, column, row, zone);
    if (column.type().kind().isNumeric()) {
      StringBuilder grouped = new StringBuilder(text.length() + 4);
      ValueText.appendGrouped(grouped, text);
      return grouped.toString();
    }
    return column.type().kind().isText() ? visible(text) : text.toString();
  }

  /** The texts of a row. */
  static String[] row(ColumnBatch batch, int row, ZoneId zone) {
    String[] cells = new String[batch.columnCount()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = text(batch.column(i), row, zone);
    }
    return cells;
  }

  /** Whether values of a type stand at the right of their column. */
  public static boolean isRightAligned(DataType type) {
    return type.kind().isNumeric();
  }

  /** A text on one line that cannot move the cursor: line ends, tabs and escapes are spelt out. */
  public static String visible(CharSequence text) {
    int i = 0;
    while (i < text.length() && !Character.isISOControl(text.charAt(i))) {
      i++;
    }
    if (i == text.length()) {
      return text.toString();
    }
    StringBuilder visible = new StringBuilder(text.length() + 8).append(text, 0, i);
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> visible.append("\\n");
        case '\r' -> visible.append("\\r");
        case '\t' -> visible.append("\\t");
        default -> {
          if (Character.isISOControl(c)) {
            visible.append(String.format("\\x%02x", (int) c));
          } else {
            visible.append(c);
          }
        }
      }
    }
    return visible.toString();
  }
}
