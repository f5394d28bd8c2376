package io.millrace.plan.expression;

import io.millrace.api.types.DataType;
import io.millrace.api.types.StructValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values at the border to the user's Java code: boxes, String, BigDecimal, {@code java.time} and
 * {@code byte[]}; null for NULL.
 */
public final class JavaValues {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final long NANOS_PER_MICRO = 1_000L;

  private JavaValues() {}

  /** The class of the values of a type. */
  public static Class<?> classOf(DataType type) {
    return switch (type.kind()) {
      case BOOLEAN -> Boolean.class;
      case TINYINT -> Byte.class;
      case SMALLINT -> Short.class;
      case INTEGER -> Integer.class;
      case BIGINT -> Long.class;
      case DECIMAL -> BigDecimal.class;
      case REAL -> Float.class;
      case DOUBLE -> Double.class;
      case CHAR, VARCHAR -> String.class;
      case BINARY -> byte[].class;
      case DATE -> LocalDate.class;
      case TIME -> LocalTime.class;
      case TIMESTAMP -> LocalDateTime.class;
      case TIMESTAMP_LTZ -> Instant.class;
      case INTERVAL_DAY -> Duration.class;
      case INTERVAL_MONTH -> Period.class;
      case ARRAY -> List.class;
      case MAP -> Map.class;
      case ROW -> StructValue.class;
      case JSON, JSONB, VARIANT -> String.class;
      case NULL -> Object.class;
    };
  }

  /** The object for a value that columns hold as a whole number. */
  public static Object ofWhole(DataType type, long value) {
    return switch (type.kind()) {
      case TINYINT -> (byte) value;
      case SMALLINT -> (short) value;
      case INTEGER -> (int) value;
      case BIGINT -> value;
      case DECIMAL -> BigDecimal.valueOf(value, type.scale());
      case DATE -> LocalDate.ofEpochDay(value);
      case TIME -> LocalTime.ofNanoOfDay(value * NANOS_PER_MICRO);
      case TIMESTAMP ->
          LocalDateTime.ofEpochSecond(
              Math.floorDiv(value, MICROS_PER_SECOND), nanos(value), ZoneOffset.UTC);
      case TIMESTAMP_LTZ ->
          Instant.ofEpochSecond(Math.floorDiv(value, MICROS_PER_SECOND), nanos(value));
      case INTERVAL_DAY -> Duration.of(value, ChronoUnit.MICROS);
      case INTERVAL_MONTH -> Period.ofMonths((int) value);
      case BOOLEAN,
          REAL,
          DOUBLE,
          CHAR,
          VARCHAR,
          BINARY,
          ARRAY,
          MAP,
          ROW,
          JSON,
          JSONB,
          VARIANT,
          NULL ->
          throw new IllegalArgumentException("no whole number is " + type);
    };
  }

  private static int nanos(long micros) {
    return (int) (Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
  }

  /** What columns hold for an object of the type's class. */
  public static long whole(DataType type, Object value) {
    return switch (type.kind()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT -> ((Number) value).longValue();
      case DECIMAL -> decimal(type, value).unscaledValue().longValueExact();
      case DATE -> ((LocalDate) value).toEpochDay();
      case TIME -> ((LocalTime) value).toNanoOfDay() / NANOS_PER_MICRO;
      case TIMESTAMP -> micros(((LocalDateTime) value).toInstant(ZoneOffset.UTC));
      case TIMESTAMP_LTZ -> micros((Instant) value);
      case INTERVAL_DAY -> micros(Instant.EPOCH.plus((Duration) value));
      case INTERVAL_MONTH -> months((Period) value);
      case BOOLEAN,
          REAL,
          DOUBLE,
          CHAR,
          VARCHAR,
          BINARY,
          ARRAY,
          MAP,
          ROW,
          JSON,
          JSONB,
          VARIANT,
          NULL ->
          throw new IllegalArgumentException("no whole number is " + type);
    };
  }

  private static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND),
        instant.getNano() / NANOS_PER_MICRO);
  }

  private static long months(Period period) {
    if (period.getDays() != 0) {
      throw new ArithmeticException("an interval of months cannot have days: " + period);
    }
    return period.toTotalMonths();
  }

  /**
   * A DECIMAL of the type, rounded half up.
   *
   * @throws ArithmeticException if it has too many digits
   */
  public static BigDecimal decimal(DataType type, Object value) {
    BigDecimal exact =
        value instanceof BigDecimal given
            ? given
            : value instanceof BigInteger whole
                ? new BigDecimal(whole)
                : BigDecimal.valueOf(((Number) value).longValue());
    BigDecimal scaled = exact.setScale(type.scale(), RoundingMode.HALF_UP);
    if (scaled.precision() > type.precision()) {
      throw new ArithmeticException(exact.toPlainString() + " is out of range for " + type.sql());
    }
    return scaled;
  }

  /** The object for a constant. */
  public static @Nullable Object of(Expression.Literal literal) {
    Object value = literal.value();
    if (value == null) {
      return null;
    }
    return switch (literal.type().kind()) {
      case BOOLEAN, DOUBLE, CHAR, VARCHAR, ARRAY, MAP, ROW, JSON, JSONB, VARIANT, NULL -> value;
      case REAL -> ((Number) value).floatValue();
      case BINARY -> bytes((Expression.Binary) value);
      case DECIMAL -> decimal(literal.type(), value);
      case TINYINT,
          SMALLINT,
          INTEGER,
          BIGINT,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMP_LTZ,
          INTERVAL_DAY,
          INTERVAL_MONTH ->
          ofWhole(literal.type(), ((Number) value).longValue());
    };
  }

  /** The constant for an object of the type's class. */
  public static Expression.Literal literal(DataType type, @Nullable Object value) {
    if (value == null) {
      return Expression.Literal.nullOf(type);
    }
    return switch (type.kind()) {
      case BOOLEAN -> new Expression.Literal((Boolean) value, type);
      case CHAR, VARCHAR -> new Expression.Literal((String) value, type);
      case REAL -> new Expression.Literal((double) ((Number) value).floatValue(), type);
      case DOUBLE -> new Expression.Literal(((Number) value).doubleValue(), type);
      case DECIMAL -> new Expression.Literal(decimal(type, value), type);
      case BINARY -> new Expression.Literal(binary((byte[]) value), type);
      case ARRAY, MAP, ROW, JSON, JSONB, VARIANT, NULL ->
          throw new IllegalArgumentException("no constant of type " + type.sql());
      case TINYINT,
          SMALLINT,
          INTEGER,
          BIGINT,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMP_LTZ,
          INTERVAL_DAY,
          INTERVAL_MONTH ->
          new Expression.Literal(whole(type, value), type);
    };
  }

  private static byte[] bytes(Expression.Binary binary) {
    byte[] bytes = new byte[binary.bytes().size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = binary.bytes().get(i);
    }
    return bytes;
  }

  private static Expression.Binary binary(byte[] bytes) {
    List<Byte> list = new ArrayList<>(bytes.length);
    for (byte b : bytes) {
      list.add(b);
    }
    return new Expression.Binary(list);
  }
}
