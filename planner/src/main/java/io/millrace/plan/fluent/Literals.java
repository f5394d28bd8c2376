package io.millrace.plan.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Constants of a program as SQL. */
final class Literals {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
  private static final DateTimeFormatter TIMESTAMP_OF_SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final long MICROS_PER_SECOND = 1_000_000;

  private Literals() {}

  static String of(@Nullable Object value) {
    if (value == null) {
      return "NULL";
    } else if (value instanceof Boolean bool) {
      return bool ? "TRUE" : "FALSE";
    } else if (value instanceof CharSequence || value instanceof Character) {
      return Sql.literal(value.toString());
    } else if (value instanceof Number number) {
      return number(number);
    } else if (value instanceof byte[] bytes) {
      return "X'" + HexFormat.of().formatHex(bytes) + "'";
    }
    return time(value);
  }

  private static String number(Number value) {
    if (value instanceof Double || value instanceof Float) {
      return floating(value);
    }
    BigDecimal exact =
        value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
    String digits = exact.toPlainString();
    if (value instanceof Long) {
      digits = "CAST(" + digits + " AS BIGINT)";
    } else if (value instanceof BigDecimal && exact.scale() <= 0 || value instanceof BigInteger) {
      digits = "CAST(" + digits + " AS DECIMAL(" + Math.max(1, exact.precision()) + ", 0))";
    }
    return exact.signum() < 0 ? "(" + digits + ")" : digits;
  }

  private static String floating(Number value) {
    double number = value.doubleValue();
    String text =
        Double.isNaN(number) || Double.isInfinite(number)
            ? "CAST(" + Sql.literal(value.toString()) + " AS DOUBLE)"
            : new BigDecimal(value.toString()).unscaledValue()
                + "E"
                + -new BigDecimal(value.toString()).scale();
    String typed = value instanceof Float ? "CAST(" + text + " AS REAL)" : text;
    return number < 0 ? "(" + typed + ")" : typed;
  }

  private static String time(Object value) {
    if (value instanceof LocalDate date) {
      return "DATE '" + date + "'";
    } else if (value instanceof java.sql.Date date) {
      return "DATE '" + date.toLocalDate() + "'";
    } else if (value instanceof LocalDateTime time) {
      return "TIMESTAMP '"
          + (time.getNano() == 0 ? TIMESTAMP_OF_SECONDS : TIMESTAMP).format(time)
          + "'";
    } else if (value instanceof Instant instant) {
      return instant(instant);
    } else if (value instanceof Timestamp instant) {
      return instant(instant.toInstant());
    } else if (value instanceof LocalTime time) {
      return "CAST('" + time + "' AS TIME)";
    } else if (value instanceof Duration duration) {
      return "INTERVAL '" + BigDecimal.valueOf(duration.toMillis(), 3).toPlainString() + "' SECOND";
    }
    throw error(ErrorCode.TYPE_NOT_SUPPORTED, value.getClass().getSimpleName(), " for a constant")
        .hint("constants are booleans, numbers, texts, byte[] and values of java.time")
        .build();
  }

  private static String instant(Instant instant) {
    long micros =
        Math.addExact(
            Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND),
            instant.truncatedTo(ChronoUnit.MICROS).getNano() / 1_000);
    return "TIMESTAMP_MICROS(" + micros + ")";
  }
}
