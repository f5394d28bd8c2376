package io.millrace.connector.console;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.Column;
import io.millrace.api.types.Layout;
import io.millrace.api.types.Schema;
import io.millrace.connector.format.Utf8Buffer;
import io.millrace.connector.format.ValueText;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Rows as a box of lines; numbers to the right, everything else to the left. */
final class TextTable {
  private static final int SMALLEST_WITH_DOTS = 4;

  private final boolean kinds;
  private final int truncate;
  private final ValueText values;
  private final Utf8Buffer buffer = new Utf8Buffer(64);
  private final boolean[] right;
  private final List<String[]> rows = new ArrayList<>();

  /**
   * @param kinds whether a first column says what each row does
   * @param truncate the number of characters shown of a text
   */
  TextTable(Schema schema, boolean kinds, int truncate, ZoneId zone) {
    this.kinds = kinds;
    this.truncate = truncate;
    this.values = new ValueText(zone, ValueText.Audience.PEOPLE);
    int shift = kinds ? 1 : 0;
    this.right = new boolean[schema.size() + shift];
    String[] header = new String[right.length];
    if (kinds) {
      header[0] = "op";
    }
    for (int i = 0; i < schema.size(); i++) {
      right[i + shift] = schema.type(i).kind().isNumeric();
      header[i + shift] = schema.name(i);
    }
    rows.add(header);
  }

  void add(ChangeBatch changes, int row) {
    String[] cells = new String[right.length];
    int cell = 0;
    if (kinds) {
      cells[cell++] = changes.kind(row).symbol();
    }
    for (int i = 0; i < changes.rows().columnCount(); i++) {
      cells[cell++] = text(changes.rows().column(i), row);
    }
    rows.add(cells);
  }

  private String text(Column column, int row) {
    if (column.isNull(row)) {
      return "NULL";
    }
    buffer.clear();
    values.append(column, row, buffer);
    String shown = printable(buffer.toString());
    // Half a number or half a time would be wrong, not short.
    return column.type().layout() == Layout.BYTES ? truncated(shown) : shown;
  }

  /** Line ends and other control characters would break the box or steer the terminal. */
  private static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> shown.append("\\n");
        case '\r' -> shown.append("\\r");
        case '\t' -> shown.append("\\t");
        default -> shown.append(Character.isISOControl(c) ? '\uFFFD' : c);
      }
    }
    return shown.toString();
  }

  private String truncated(String text) {
    if (width(text) <= truncate) {
      return text;
    }
    if (truncate < SMALLEST_WITH_DOTS) {
      return text.substring(0, text.offsetByCodePoints(0, truncate));
    }
    return text.substring(0, text.offsetByCodePoints(0, truncate - 3)) + "...";
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  void render(List<String> lines) {
    int[] widths = new int[right.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], width(row[i]));
      }
    }
    String rule = rule(widths);
    lines.add(rule);
    for (int i = 0; i < rows.size(); i++) {
      lines.add(line(rows.get(i), widths));
      if (i == 0) {
        lines.add(rule);
      }
    }
    if (rows.size() > 1) {
      lines.add(rule);
    }
  }

  private static String rule(int[] widths) {
    StringBuilder line = new StringBuilder("+");
    for (int width : widths) {
      line.append("-".repeat(width + 2)).append('+');
    }
    return line.toString();
  }

  private String line(String[] cells, int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < cells.length; i++) {
      String gap = " ".repeat(widths[i] - width(cells[i]));
      line.append(' ');
      line.append(right[i] ? gap + cells[i] : cells[i] + gap);
      line.append(" |");
    }
    return line.toString();
  }
}
