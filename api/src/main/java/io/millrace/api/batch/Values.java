package io.millrace.api.batch;

import io.millrace.api.types.DataType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** Turns values as columns hold them into Java objects and back, for edges and tests. */
final class Values {
  private static final long MICROS_PER_SECOND = 1_000_000;

  private Values() {}

  static Object of(DataType type, int value) {
    return switch (type.kind()) {
      case DATE -> LocalDate.ofEpochDay(value);
      default -> value;
    };
  }

  static Object of(DataType type, long value) {
    return switch (type.kind()) {
      case DECIMAL -> BigDecimal.valueOf(value, type.scale());
      case TIME -> LocalTime.ofNanoOfDay(value * 1000);
      case TIMESTAMP -> localDateTime(value);
      case TIMESTAMP_LTZ -> instant(value);
      default -> value;
    };
  }

  static Object of(DataType type, double value) {
    return switch (type.kind()) {
      case REAL -> (float) value;
      default -> value;
    };
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1000);
  }

  static LocalDateTime localDateTime(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND),
        (int) Math.floorMod(micros, MICROS_PER_SECOND) * 1000,
        ZoneOffset.UTC);
  }

  /** What a LONG column of that type holds for the value. */
  static long toLong(DataType type, Object value) {
    return switch (type.kind()) {
      case DECIMAL -> ((BigDecimal) value).setScale(type.scale()).unscaledValue().longValueExact();
      case TIME -> ((LocalTime) value).toNanoOfDay() / 1000;
      case TIMESTAMP -> micros(((LocalDateTime) value).toInstant(ZoneOffset.UTC));
      case TIMESTAMP_LTZ -> micros((Instant) value);
      default -> ((Number) value).longValue();
    };
  }

  static int toInt(DataType type, Object value) {
    return switch (type.kind()) {
      case DATE -> Math.toIntExact(((LocalDate) value).toEpochDay());
      default -> Math.toIntExact(((Number) value).longValue());
    };
  }

  private static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND), instant.getNano() / 1000);
  }
}
