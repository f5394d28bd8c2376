package io.millrace.tests.script;

import io.millrace.api.types.DataType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * Values as scripts write them. A time of day stands for that time on 2026-01-01, so {@code 12:07}
 * is a timestamp. Texts may be bare or in single quotes; NULL is NULL.
 */
public final class Cells {
  /** The day of times without a date. */
  static final LocalDate DAY = LocalDate.of(2026, 1, 1);

  private Cells() {}

  /** The cells of a row, split at commas outside quotes and parentheses. */
  static List<String> split(String row) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < row.length(); i++) {
      char c = row.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      }
      if (c == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return cells;
  }

  /** How a value is written; the inverse of reading it. */
  public static String write(Object value) {
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof Instant instant) {
      return time(instant.atOffset(ZoneOffset.UTC).toLocalDateTime());
    }
    if (value instanceof LocalDateTime time) {
      return time(time);
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof String text) {
      boolean bare =
          !text.isEmpty()
              && !text.equals("NULL")
              && text.equals(text.strip())
              && text.indexOf(',') < 0
              && text.indexOf('\'') < 0
              && text.indexOf('\n') < 0;
      return bare ? text : "'" + text.replace("'", "''") + "'";
    }
    return Objects.requireNonNullElse(value, "NULL").toString();
  }

  private static String time(LocalDateTime time) {
    String clock = time.toLocalTime().toString();
    return time.toLocalDate().equals(DAY) ? clock : time.toLocalDate() + " " + clock;
  }

  /** The expected cell in the form in which {@link #write} writes the value it means. */
  static String normalize(String cell, DataType type) {
    if (cell.equals("NULL")) {
      return cell;
    }
    return switch (type.kind()) {
      case CHAR, VARCHAR, JSON, JSONB, VARIANT -> write(unquoted(cell));
      case ARRAY, MAP, ROW -> unquoted(cell).replace("NULL", "null");
      case DECIMAL -> new BigDecimal(cell).setScale(type.scale()).toPlainString();
      case REAL -> write(Float.valueOf(cell));
      case DOUBLE -> write(Double.valueOf(cell));
      case TIMESTAMP, TIMESTAMP_LTZ -> write(timestamp(cell));
      case TIME -> write(LocalTime.parse(cell));
      case DATE -> write(LocalDate.parse(cell));
      case BOOLEAN,
          TINYINT,
          SMALLINT,
          INTEGER,
          BIGINT,
          BINARY,
          INTERVAL_DAY,
          INTERVAL_MONTH,
          NULL ->
          cell;
    };
  }

  /** An input cell as SQL. */
  static String literal(String cell, DataType type) {
    if (cell.equals("NULL")) {
      return "CAST(NULL AS " + type.sql() + ")";
    }
    return switch (type.kind()) {
      case CHAR, VARCHAR, JSON, JSONB -> "'" + unquoted(cell).replace("'", "''") + "'";
      case TIMESTAMP -> "TIMESTAMP '" + sqlTime(cell) + "'";
      case TIMESTAMP_LTZ -> "CAST(TIMESTAMP '" + sqlTime(cell) + "' AS TIMESTAMP_LTZ)";
      case DATE -> "DATE '" + cell + "'";
      case TIME -> "TIME '" + cell + "'";
      case VARIANT -> "PARSE_JSON('" + unquoted(cell).replace("'", "''") + "')";
      case BINARY -> "X'" + cell + "'";
      case REAL, DOUBLE ->
          cell.matches("[-+0-9.eE]+")
              ? cell + (cell.matches(".*[eE].*") ? "" : "e0")
              : "CAST('" + cell + "' AS DOUBLE)";
      case DECIMAL, BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT -> cell;
      // as an expression: 'ARRAY[1, 2]'
      case ARRAY, MAP, ROW -> "CAST(" + unquoted(cell) + " AS " + type.sql() + ")";
      case INTERVAL_DAY, INTERVAL_MONTH, NULL ->
          throw new IllegalArgumentException("a script cannot write a value of type " + type);
    };
  }

  private static String sqlTime(String cell) {
    return timestamp(cell).format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS"));
  }

  static LocalDateTime timestamp(String cell) {
    if (!cell.contains("-")) {
      return DAY.atTime(LocalTime.parse(cell));
    }
    int blank = cell.indexOf(' ');
    LocalDate date = LocalDate.parse(blank < 0 ? cell : cell.substring(0, blank));
    return blank < 0
        ? date.atStartOfDay()
        : date.atTime(LocalTime.parse(cell.substring(blank + 1)));
  }

  private static String unquoted(String cell) {
    return cell.startsWith("'") && cell.endsWith("'") && cell.length() > 1
        ? cell.substring(1, cell.length() - 1).replace("''", "'")
        : cell;
  }
}
