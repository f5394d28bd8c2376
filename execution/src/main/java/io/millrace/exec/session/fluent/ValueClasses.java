package io.millrace.exec.session.fluent;

import io.millrace.api.types.DataType;
import io.millrace.api.types.StructValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;

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
      case CHAR, VARCHAR, JSON, JSONB, VARIANT -> value instanceof String;
      case BINARY -> value instanceof byte[];
      case DATE -> value instanceof LocalDate;
      case TIME -> value instanceof LocalTime;
      case TIMESTAMP -> value instanceof LocalDateTime;
      case TIMESTAMP_LTZ -> value instanceof Instant;
      case ARRAY -> value instanceof List;
      case MAP -> value instanceof Map;
      case ROW -> value instanceof StructValue || value instanceof List;
      case NULL -> false;
    };
  }
}
