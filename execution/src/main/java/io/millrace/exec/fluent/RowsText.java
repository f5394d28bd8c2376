package io.millrace.exec.fluent;

import io.millrace.api.StatementResult.Rows;
import io.millrace.api.batch.ColumnBatch;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows as text, in the shape of Spark's show(). */
final class RowsText {
  private static final int SMALLEST_WIDTH = 3;
  private static final int SMALLEST_WITH_DOTS = 4;
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .toFormatter(Locale.ROOT);

  private final List<String> header;
  private final List<List<String>> rows;
  private final int truncate;
  private final boolean hasMore;

  private RowsText(List<String> header, List<List<String>> rows, int truncate, boolean hasMore) {
    this.header = header;
    this.rows = rows;
    this.truncate = truncate;
    this.hasMore = hasMore;
  }

  /** The first rows, and whether there are more. */
  static RowsText read(Rows result, int most, int truncate, ZoneId zone) {
    List<List<String>> rows = new ArrayList<>();
    boolean hasMore = false;
    Optional<ColumnBatch> batch = result.next();
    while (batch.isPresent() && !hasMore) {
      for (int i = 0; i < batch.get().size() && !hasMore; i++) {
        if (rows.size() == most) {
          hasMore = true;
        } else {
          rows.add(cells(batch.get().values(i), truncate, zone));
        }
      }
      batch = hasMore ? Optional.empty() : result.next();
    }
    return new RowsText(result.schema().names(), rows, truncate, hasMore);
  }

  private static List<String> cells(List<Object> values, int truncate, ZoneId zone) {
    List<String> cells = new ArrayList<>();
    for (Object value : values) {
      cells.add(truncated(text(value, zone), truncate));
    }
    return cells;
  }

  private static String text(@Nullable Object value, ZoneId zone) {
    if (value == null) {
      return "NULL";
    } else if (value instanceof byte[] bytes) {
      return "[" + HEX.formatHex(bytes) + "]";
    } else if (value instanceof LocalDateTime time) {
      return TIME.format(time);
    } else if (value instanceof Instant instant) {
      return TIME.format(instant.atZone(zone));
    } else if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    return value
        .toString()
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t")
        .replace("\f", "\\f")
        .replace("\b", "\\b");
  }

  private static String truncated(String text, int truncate) {
    if (truncate <= 0 || text.length() <= truncate) {
      return text;
    }
    return truncate < SMALLEST_WITH_DOTS
        ? text.substring(0, truncate)
        : text.substring(0, truncate - 3) + "...";
  }

  /** A table with a frame, and an empty line. */
  String horizontal() {
    int[] widths = new int[header.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(SMALLEST_WIDTH, width(header.get(i)));
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    StringBuilder rule = new StringBuilder("+");
    for (int width : widths) {
      rule.append("-".repeat(width)).append('+');
    }
    rule.append('\n');
    StringBuilder text = new StringBuilder(rule);
    line(header, widths, text);
    text.append(rule);
    rows.forEach(row -> line(row, widths, text));
    text.append(rule);
    return text.append(more()).toString();
  }

  private void line(List<String> cells, int[] widths, StringBuilder text) {
    text.append('|');
    for (int i = 0; i < widths.length; i++) {
      String gap = " ".repeat(widths[i] - width(cells.get(i)));
      text.append(truncate > 0 ? gap + cells.get(i) : cells.get(i) + gap).append('|');
    }
    text.append('\n');
  }

  /** Each row as lines of name and value. */
  String vertical() {
    int names = SMALLEST_WIDTH;
    for (String name : header) {
      names = Math.max(names, width(name));
    }
    int values = SMALLEST_WIDTH;
    for (List<String> row : rows) {
      for (String cell : row) {
        values = Math.max(values, width(cell));
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      String title = "-RECORD " + i;
      text.append(title)
          .append("-".repeat(Math.max(0, names + values + 5 - title.length())))
          .append('\n');
      for (int column = 0; column < header.size(); column++) {
        String name = header.get(column);
        String cell = rows.get(i).get(column);
        text.append(' ').append(name).append(" ".repeat(names - width(name)));
        text.append(" | ").append(cell).append(" ".repeat(values - width(cell))).append(" \n");
      }
    }
    if (rows.isEmpty()) {
      text.append("(0 rows)\n");
    }
    return text.append(more()).toString();
  }

  private String more() {
    if (!hasMore) {
      return "";
    }
    return "only showing top " + rows.size() + (rows.size() == 1 ? " row\n" : " rows\n");
  }

  /** Characters of East Asian writing take two places. */
  private static int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); i++) {
      width += isWide(text.charAt(i)) ? 2 : 1;
    }
    return width;
  }

  private static boolean isWide(char c) {
    return (c >= '\u1100' && c <= '\u115F')
        || (c >= '\u2E80' && c <= '\u303E')
        || (c >= '\u3041' && c <= '\uA4CF')
        || (c >= '\uA960' && c <= '\uA97C')
        || (c >= '\uAC00' && c <= '\uD7A3')
        || (c >= '\uF900' && c <= '\uFAFF')
        || (c >= '\uFE30' && c <= '\uFE6F')
        || (c >= '\uFF00' && c <= '\uFF60')
        || (c >= '\uFFE0' && c <= '\uFFE6');
  }
}
