package io.millrace.tests.random;

import io.millrace.api.types.StructValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Array;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values of both engines as texts that are the same if the values are. */
final class Cell {
  private Cell() {}

  static String text(@Nullable Object value) {
    try {
      return value == null ? "NULL" : textOf(value);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String textOf(Object value) throws SQLException {
    if (value instanceof Array array) {
      return list(Arrays.asList((Object[]) array.getArray()));
    }
    if (value instanceof List<?> list) {
      return list(list);
    }
    if (value instanceof Struct struct) {
      return list(Arrays.asList(struct.getAttributes()));
    }
    if (value instanceof StructValue struct) {
      return list(struct.values());
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, String> sorted = new TreeMap<>();
      map.forEach((key, each) -> sorted.put(text(key), text(each)));
      return sorted.toString();
    }
    if (value instanceof Double || value instanceof Float) {
      return number(((Number) value).doubleValue());
    }
    if (value instanceof Number) {
      return plain(new BigDecimal(value.toString()));
    }
    if (value instanceof Timestamp timestamp) {
      return timestamp.toLocalDateTime().toString();
    }
    if (value instanceof Date date) {
      return date.toLocalDate().toString();
    }
    if (value instanceof Time time) {
      return time.toLocalTime().toString();
    }
    return value instanceof String ? "'" + value + "'" : value.toString();
  }

  private static String list(List<?> values) {
    return values.stream().map(Cell::text).collect(Collectors.joining(", ", "[", "]"));
  }

  /**
   * Ours is exact; the oracle's statistics have lost some digits, or are no number if undefined.
   */
  private static String number(double number) {
    if (Double.isNaN(number)) {
      return "NULL";
    }
    if (!Double.isFinite(number)) {
      return Double.toString(number);
    }
    return Math.abs(number) < 1e-6
        ? "0"
        : plain(BigDecimal.valueOf(number).round(new MathContext(9)));
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
