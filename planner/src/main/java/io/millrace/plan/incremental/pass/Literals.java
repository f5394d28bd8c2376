package io.millrace.plan.incremental.pass;

import io.millrace.api.types.DataType;
import io.millrace.plan.analyze.SqlTypes;
import io.millrace.plan.expression.Expression.Binary;
import io.millrace.plan.expression.Expression.Literal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;

/** Calcite's constants as ours. */
final class Literals {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final long MICROS_PER_MILLI = 1000L;

  private Literals() {}

  static Literal of(RexLiteral literal, ZoneId zone) {
    DataType type = SqlTypes.toDataType(literal.getType());
    if (literal.isNull()) {
      return Literal.nullOf(type);
    }
    return switch (type.kind()) {
      case BOOLEAN -> Literal.of(Boolean.TRUE.equals(literal.getValueAs(Boolean.class)));
      case TINYINT, SMALLINT, INTEGER, BIGINT ->
          Literal.of(number(literal).setScale(0, RoundingMode.HALF_UP).longValueExact(), type);
      case DECIMAL ->
          new Literal(number(literal).setScale(type.scale(), RoundingMode.HALF_UP), type.notNull());
      case REAL -> new Literal((double) number(literal).floatValue(), type.notNull());
      case DOUBLE -> new Literal(number(literal).doubleValue(), type.notNull());
      case CHAR, VARCHAR -> Literal.of(text(literal));
      case BINARY -> new Literal(binary(literal), type.notNull());
      case DATE -> Literal.of(value(literal, DateString.class).getDaysSinceEpoch(), type);
      case TIME -> Literal.of(timeMicros(value(literal, TimeString.class)), type);
      case TIMESTAMP ->
          Literal.of(micros(local(value(literal, TimestampString.class)), ZoneOffset.UTC), type);
      case TIMESTAMP_LTZ ->
          Literal.of(micros(local(value(literal, TimestampString.class)), zone), type);
      case INTERVAL_DAY ->
          Literal.of(
              number(literal).multiply(BigDecimal.valueOf(MICROS_PER_MILLI)).longValueExact(),
              type);
      case INTERVAL_MONTH -> Literal.of(number(literal).longValueExact(), type);
      case ARRAY, MAP, ROW, JSON, JSONB, VARIANT ->
          throw new IllegalArgumentException("a constant of " + type);
      case NULL -> Literal.nullOf(type);
    };
  }

  private static BigDecimal number(RexLiteral literal) {
    return value(literal, BigDecimal.class);
  }

  private static String text(RexLiteral literal) {
    return literal.getValue() instanceof NlsString text
        ? text.getValue()
        : value(literal, String.class);
  }

  private static Binary binary(RexLiteral literal) {
    List<Byte> bytes = new ArrayList<>();
    for (byte b : value(literal, ByteString.class).getBytes()) {
      bytes.add(b);
    }
    return new Binary(bytes);
  }

  private static <V> V value(RexLiteral literal, Class<V> type) {
    V value = literal.getValueAs(type);
    if (value == null) {
      throw new IllegalStateException("a constant without value: " + literal);
    }
    return value;
  }

  private static LocalDateTime local(TimestampString text) {
    return LocalDateTime.parse(text.toString().replace(' ', 'T'));
  }

  private static long micros(LocalDateTime time, ZoneId zone) {
    Instant instant = time.atZone(zone).toInstant();
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND),
        instant.getNano() / MICROS_PER_MILLI);
  }

  private static long timeMicros(TimeString time) {
    return LocalTime.parse(time.toString()).toNanoOfDay() / MICROS_PER_MILLI;
  }
}
