package io.millrace.exec.session;

import io.millrace.api.types.DataType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/** In which class of Java a column takes its values. */
final class ValueClasses {
  private ValueClasses() {}

  static boolean fits(DataType type, Object value) {
    return switch (type.kind()) {
      case BOOLEAN -> value instanceof Boolean;
      case TINYINT, SMALLINT, INTEGER, INTERVAL_MONTH -> value instanceof Integer;
      case BIGINT, INTERVAL_DAY -> value instanceof Long;
      case DECIMAL -> value instanceof BigDecimal;
      case REAL -> value instanceof Float;
      case DOUBLE -> value instanceof Double;
      case CHAR, VARCHAR -> value instanceof String;
      case BINARY -> value instanceof byte[];
      case DATE -> value instanceof LocalDate;
      case TIME -> value instanceof LocalTime;
      case TIMESTAMP -> value instanceof LocalDateTime;
      case TIMESTAMP_LTZ -> value instanceof Instant;
      case NULL -> false;
    };
  }
}
