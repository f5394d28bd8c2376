package io.millrace.shell.render;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import java.util.List;

/**
 * A table drawn as a box. Its columns are as wide as the rows it is made for; on a terminal they
 * are cut to what fits.
 *
 * <pre>
 * ┌─────────────────────┬─────────┬────────┐
 * │    window_start     │  page   │ views  │
 * │      timestamp      │ varchar │ bigint │
 * ├─────────────────────┼─────────┼────────┤
 * │ 2026-03-01 10:00:10 │ /home   │  1,204 │
 * └─────────────────────┴─────────┴────────┘
 * </pre>
 */
final class Box {
  /** What a cell needs beside its text: a blank on each side and a line. */
  private static final int FRAME = 3;

  /** Text is not cut below this width. */
  private static final int MIN_TEXT = 10;

  /** Nor that of the first column below this one, or half a terminal: there mostly stand names. */
  private static final int MIN_FIRST = 32;

  private final Schema schema;
  private final Screen screen;
  private final int[] widths;

  /** Whether rows wider than the columns are cut, because the terminal would break the lines. */
  private final boolean cuts;

  private Box(Schema schema, Screen screen, int[] widths, boolean cuts) {
    this.schema = schema;
    this.screen = screen;
    this.widths = widths;
    this.cuts = cuts;
  }

  /** A box that shows the rows in full, however wide. */
  static Box unlimited(Schema schema, Screen screen, List<String[]> rows) {
    int[] widths = valueWidths(schema, rows);
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], headWidth(schema, i));
    }
    return new Box(schema, screen, widths, false);
  }

  /**
   * A box for a terminal: headers and text are cut where it would be too wide.
   *
   * @throws IllegalArgumentException if it does not {@link #fits}
   */
  static Box fitting(Schema schema, Screen screen, List<String[]> rows) {
    int[] minimum = minimumWidths(schema, screen, rows);
    int[] widths = valueWidths(schema, rows);
    int total = 1;
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], headWidth(schema, i));
      total += widths[i] + FRAME;
    }
    for (; total > screen.columns(); total--) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        if (widths[i] > minimum[i] && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        throw new IllegalArgumentException(total + " columns do not fit");
      }
      widths[widest]--;
    }
    return new Box(schema, screen, widths, true);
  }

  /** Whether a box of these rows can be cut to the width of the terminal. */
  static boolean fits(Schema schema, Screen screen, List<String[]> rows) {
    int total = 1;
    for (int width : minimumWidths(schema, screen, rows)) {
      total += width + FRAME;
    }
    return total <= screen.columns();
  }

  /** Only text may be cut inside; the digits of a number or a time are all needed. */
  private static int[] minimumWidths(Schema schema, Screen screen, List<String[]> rows) {
    int[] widths = valueWidths(schema, rows);
    int first = Math.min(MIN_FIRST, screen.columns() / 2);
    for (int i = 0; i < widths.length; i++) {
      int head = Math.min(headWidth(schema, i), MIN_TEXT);
      widths[i] =
          schema.type(i).kind().isText()
              ? Math.min(i == 0 ? first : MIN_TEXT, Math.max(widths[i], head))
              : Math.max(widths[i], Math.min(head, MIN_TEXT / 2));
    }
    return widths;
  }

  private static int[] valueWidths(Schema schema, List<String[]> rows) {
    int[] widths = new int[schema.size()];
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], TextWidth.of(row[i]));
      }
    }
    return widths;
  }

  private static int headWidth(Schema schema, int column) {
    return Math.max(
        TextWidth.of(Cells.visible(schema.name(column))), schema.type(column).sql().length());
  }

  void top(StringBuilder text) {
    line(text, '┌', '┬', '┐');
    text.append('│');
    for (int i = 0; i < widths.length; i++) {
      head(text, Cells.visible(schema.name(i)), widths[i]);
    }
    text.append("\n│");
    for (int i = 0; i < widths.length; i++) {
      head(text, schema.type(i).sql(), widths[i]);
    }
    text.append('\n');
    line(text, '├', '┼', '┤');
  }

  void row(StringBuilder text, String[] cells) {
    text.append('│');
    for (int i = 0; i < cells.length; i++) {
      String shown = cuts ? TextWidth.cut(cells[i], widths[i]) : cells[i];
      StringBuilder cell = new StringBuilder();
      if (Cells.isRightAligned(schema.type(i))) {
        TextWidth.right(cell, shown, widths[i]);
      } else {
        TextWidth.left(cell, shown, widths[i]);
      }
      text.append(' ').append(isNull(cells[i]) ? screen.dim(cell.toString()) : cell).append(" │");
    }
    text.append('\n');
  }

  /** A line that stands for rows that are left out. */
  void gap(StringBuilder text) {
    text.append('│');
    for (int width : widths) {
      TextWidth.center(text, "·", width + 2);
      text.append('│');
    }
    text.append('\n');
  }

  void bottom(StringBuilder text) {
    line(text, '└', '┴', '┘');
  }

  /** By identity: a text that reads NULL is another string. */
  @SuppressWarnings("ReferenceEquality")
  static boolean isNull(String cell) {
    return cell == Cells.NULL;
  }

  private void head(StringBuilder text, String name, int width) {
    TextWidth.center(text, TextWidth.cut(name, width + 2), width + 2);
    text.append('│');
  }

  private void line(StringBuilder text, char left, char middle, char right) {
    text.append(left);
    for (int i = 0; i < widths.length; i++) {
      if (i > 0) {
        text.append(middle);
      }
      text.append("─".repeat(widths[i] + 2));
    }
    text.append(right).append('\n');
  }

  /**
   * Rows one below the other, a line for each column, for results that are too wide for the
   * terminal.
   */
  static void vertical(
      StringBuilder text, Schema schema, Screen screen, long number, String[] row) {
    int names = 0;
    for (int i = 0; i < schema.size(); i++) {
      names = Math.max(names, TextWidth.of(Cells.visible(schema.name(i))));
    }
    text.append("─[ row ").append(number).append(" ]");
    text.append("─".repeat(Math.max(0, Math.min(screen.columns(), 40) - 10))).append('\n');
    for (int i = 0; i < schema.size(); i++) {
      DataType type = schema.type(i);
      text.append(' ');
      TextWidth.left(text, Cells.visible(schema.name(i)), names);
      text.append(" │ ").append(isNull(row[i]) ? screen.dim(row[i]) : row[i]);
      text.append(type.kind().isText() && row[i].isEmpty() ? "''" : "").append('\n');
    }
  }
}
