package io.millrace.exec.expression;

import static io.millrace.exec.expression.Expressions.cast;
import static io.millrace.exec.expression.Expressions.column;
import static io.millrace.exec.expression.Expressions.evaluate;
import static io.millrace.exec.expression.Expressions.literal;
import static io.millrace.exec.expression.Expressions.rows;
import static io.millrace.exec.expression.Expressions.tryCast;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.plan.expression.Expression;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Conversions: value, error, and NULL from TRY_CAST. */
final class CastTest {
  private static final DataType TEXT = DataType.STRING;
  private static final ErrorCode INVALID = ErrorCode.CAST_INVALID_INPUT;
  private static final ErrorCode OVERFLOW = ErrorCode.CAST_OVERFLOW;

  private static BigDecimal dec(String text) {
    return new BigDecimal(text);
  }

  private static Arguments of(Object value, DataType from, DataType to, Object expected) {
    return arguments(value, from, to, expected);
  }

  static Stream<Arguments> casts() {
    DataType dec52 = DataType.decimal(5, 2);
    DataType dec384 = DataType.decimal(38, 4);
    return Stream.of(
        // Text to numbers and truths.
        of(" 42 ", TEXT, DataType.INTEGER, 42),
        of("+7", TEXT, DataType.BIGINT, 7L),
        of("-9223372036854775808", TEXT, DataType.BIGINT, Long.MIN_VALUE),
        of("9223372036854775808", TEXT, DataType.BIGINT, OVERFLOW),
        of("99999999999999999999999999", TEXT, DataType.BIGINT, OVERFLOW),
        of("2147483648", TEXT, DataType.INTEGER, OVERFLOW),
        of("-128", TEXT, DataType.TINYINT, -128),
        of("x", TEXT, DataType.INTEGER, INVALID),
        of("", TEXT, DataType.INTEGER, INVALID),
        of("1.5", TEXT, DataType.INTEGER, INVALID),
        of("-", TEXT, DataType.BIGINT, INVALID),
        of("TRUE", TEXT, DataType.BOOLEAN, true),
        of(" no ", TEXT, DataType.BOOLEAN, false),
        of("maybe", TEXT, DataType.BOOLEAN, INVALID),
        of("1.5e3", TEXT, DataType.DOUBLE, 1500.0),
        of("nan", TEXT, DataType.DOUBLE, Double.NaN),
        of("-Infinity", TEXT, DataType.DOUBLE, Double.NEGATIVE_INFINITY),
        of("1e999", TEXT, DataType.DOUBLE, OVERFLOW),
        of("1d", TEXT, DataType.DOUBLE, INVALID),
        of("0x1p3", TEXT, DataType.DOUBLE, INVALID),
        of("0.1", TEXT, DataType.REAL, 0.1f),
        of("-1.005", TEXT, dec52, dec("-1.01")),
        of("1e2", TEXT, dec52, dec("100.00")),
        of("1000", TEXT, dec52, OVERFLOW),
        of("1e999999999", TEXT, dec52, OVERFLOW),
        of("1e-999999999", TEXT, dec52, dec("0.00")),
        of("1.2.3", TEXT, dec52, INVALID),
        of(".", TEXT, dec52, INVALID),
        of(
            "1234567890123456789012345678901234.12345",
            TEXT,
            dec384,
            dec("1234567890123456789012345678901234.1235")),
        // Text to times.
        of("2024-02-29", TEXT, DataType.DATE, LocalDate.of(2024, 2, 29)),
        of("2026-1-5", TEXT, DataType.DATE, LocalDate.of(2026, 1, 5)),
        of("2024-02-29 10:00:00", TEXT, DataType.DATE, LocalDate.of(2024, 2, 29)),
        of("2023-02-29", TEXT, DataType.DATE, INVALID),
        of("2023-13-01", TEXT, DataType.DATE, INVALID),
        of("2023-01-01x", TEXT, DataType.DATE, INVALID),
        of("12:30", TEXT, DataType.TIME, LocalTime.of(12, 30)),
        of("12:30:15.5", TEXT, DataType.TIME, LocalTime.of(12, 30, 15, 500_000_000)),
        of("24:00", TEXT, DataType.TIME, INVALID),
        of("2026-01-01 12:00:00", TEXT, DataType.TIMESTAMP, LocalDateTime.of(2026, 1, 1, 12, 0)),
        of(
            "2026-01-01T12:00:00.1234567",
            TEXT,
            DataType.TIMESTAMP,
            LocalDateTime.of(2026, 1, 1, 12, 0, 0, 123_456_000)),
        of("2026-01-01T12:00:00.1234567891", TEXT, DataType.TIMESTAMP, INVALID),
        of("2026-01-01T12:00:00Z", TEXT, DataType.TIMESTAMP, INVALID),
        of("2026-01-01", TEXT, DataType.TIMESTAMP, LocalDateTime.of(2026, 1, 1, 0, 0)),
        of(
            "2026-01-01 12:00:00.999",
            TEXT,
            new DataType(DataType.TIMESTAMP.kind(), 0, 0, true),
            LocalDateTime.of(2026, 1, 1, 12, 0)),
        of(
            "2026-01-01 12:00:00",
            TEXT,
            DataType.TIMESTAMP_LTZ,
            Instant.parse("2026-01-01T11:00:00Z")),
        of(
            "2026-03-29 02:30:00",
            TEXT,
            DataType.TIMESTAMP_LTZ,
            Instant.parse("2026-03-29T01:30:00Z")),
        of(
            "2026-10-25 02:30:00",
            TEXT,
            DataType.TIMESTAMP_LTZ,
            Instant.parse("2026-10-25T00:30:00Z")),
        of(
            "2026-01-01T12:00:00Z",
            TEXT,
            DataType.TIMESTAMP_LTZ,
            Instant.parse("2026-01-01T12:00:00Z")),
        of(
            "2026-01-01 12:00:00+05:30",
            TEXT,
            DataType.TIMESTAMP_LTZ,
            Instant.parse("2026-01-01T06:30:00Z")),
        of(
            "2026-01-01 12:00:00 America/New_York",
            TEXT,
            DataType.TIMESTAMP_LTZ,
            Instant.parse("2026-01-01T17:00:00Z")),
        of("2026-01-01 12:00:00 Nowhere", TEXT, DataType.TIMESTAMP_LTZ, INVALID),
        of("-3 04:05:06.5", TEXT, DataType.INTERVAL_DAY, -273906500000L),
        of("1-02", TEXT, DataType.INTERVAL_MONTH, 14),
        // To text.
        of(true, DataType.BOOLEAN, TEXT, "true"),
        of(Long.MIN_VALUE, DataType.BIGINT, TEXT, "-9223372036854775808"),
        of(0, DataType.TINYINT, TEXT, "0"),
        of(dec("-0.05"), dec52, TEXT, "-0.05"),
        of(dec("-12345678901234567890.0500"), dec384, TEXT, "-12345678901234567890.0500"),
        of(1e10, DataType.DOUBLE, TEXT, "1.0E10"),
        of(0.002, DataType.DOUBLE, TEXT, "0.002"),
        of(2e-3, DataType.DOUBLE, TEXT, "0.002"),
        of(2.0E-320, DataType.DOUBLE, TEXT, "2.0E-320"),
        of(9007199254740993.0, DataType.DOUBLE, TEXT, "9.007199254740992E15"),
        of(2.2250738585072014E-308, DataType.DOUBLE, TEXT, "2.2250738585072014E-308"),
        of(0.1f, DataType.REAL, TEXT, "0.1"),
        of(Double.NaN, DataType.DOUBLE, TEXT, "NaN"),
        of(LocalDate.of(2026, 1, 1), DataType.DATE, TEXT, "2026-01-01"),
        of(LocalDate.of(-1, 1, 1), DataType.DATE, TEXT, "-0001-01-01"),
        of(LocalTime.of(1, 2, 3), DataType.TIME, TEXT, "01:02:03"),
        of(LocalDateTime.of(2026, 1, 1, 12, 0), DataType.TIMESTAMP, TEXT, "2026-01-01 12:00:00"),
        of(
            LocalDateTime.of(1969, 12, 31, 23, 59, 59, 120_000_000),
            DataType.TIMESTAMP,
            TEXT,
            "1969-12-31 23:59:59.12"),
        of(
            Instant.parse("2026-07-01T12:00:00Z"),
            DataType.TIMESTAMP_LTZ,
            TEXT,
            "2026-07-01 14:00:00"),
        of(-273906500000L, DataType.INTERVAL_DAY, TEXT, "-3 04:05:06.5"),
        of(-14, DataType.INTERVAL_MONTH, TEXT, "-1-02"),
        of(12345, DataType.INTEGER, DataType.varchar(3), OVERFLOW),
        of("héllo", TEXT, DataType.varchar(2), "hé"),
        of("hé", TEXT, DataType.character(4), "hé  "),
        of("abc", TEXT, DataType.BINARY, "abc".getBytes()),
        of(new byte[] {'a', -1}, DataType.BINARY, TEXT, INVALID),
        of("é".getBytes(java.nio.charset.StandardCharsets.UTF_8), DataType.BINARY, TEXT, "é"),
        // Numbers.
        of(300, DataType.INTEGER, DataType.TINYINT, OVERFLOW),
        of(-7L, DataType.BIGINT, DataType.SMALLINT, -7),
        of(1.9, DataType.DOUBLE, DataType.INTEGER, 1),
        of(-1.9, DataType.DOUBLE, DataType.BIGINT, -1L),
        of(9.3e18, DataType.DOUBLE, DataType.BIGINT, OVERFLOW),
        of(Double.NaN, DataType.DOUBLE, DataType.BIGINT, OVERFLOW),
        of(-9.223372036854775808e18, DataType.DOUBLE, DataType.BIGINT, Long.MIN_VALUE),
        of(dec("2.50"), dec52, DataType.INTEGER, 2),
        of(dec("-2.50"), dec52, DataType.decimal(5, 0), dec("-3")),
        of(dec("2.50"), dec52, DataType.decimal(3, 1), dec("2.5")),
        of(dec("999.99"), dec52, DataType.decimal(3, 0), OVERFLOW),
        of(dec("2.50"), dec52, dec384, dec("2.5000")),
        of(dec("12345678901234567890.0000"), dec384, dec52, OVERFLOW),
        of(dec("12345678901234567890.0000"), dec384, DataType.BIGINT, OVERFLOW),
        of(dec("1234567890123456789.9900"), dec384, DataType.BIGINT, 1234567890123456789L),
        of(7, DataType.INTEGER, dec52, dec("7.00")),
        of(1000, DataType.INTEGER, dec52, OVERFLOW),
        of(Long.MAX_VALUE, DataType.BIGINT, dec384, dec("9223372036854775807.0000")),
        of(Long.MAX_VALUE, DataType.BIGINT, DataType.decimal(19, 0), dec("9223372036854775807")),
        of(1.005, DataType.DOUBLE, dec52, dec("1.01")),
        of(Double.POSITIVE_INFINITY, DataType.DOUBLE, dec52, OVERFLOW),
        of(dec("2.50"), dec52, DataType.DOUBLE, 2.5),
        of(dec("12345678901234567890.1234"), dec384, DataType.DOUBLE, 12345678901234567890.1234),
        of(0.1, DataType.DOUBLE, DataType.REAL, 0.1f),
        of(0.1f, DataType.REAL, DataType.DOUBLE, (double) 0.1f),
        of(16777217, DataType.INTEGER, DataType.REAL, 16777216f),
        of(true, DataType.BOOLEAN, DataType.INTEGER, 1),
        of(true, DataType.BOOLEAN, dec384, dec("1.0000")),
        of(0.0, DataType.DOUBLE, DataType.BOOLEAN, false),
        of(dec("0.0001"), dec384, DataType.BOOLEAN, true),
        // Times.
        of(
            LocalDate.of(2026, 1, 1),
            DataType.DATE,
            DataType.TIMESTAMP,
            LocalDateTime.of(2026, 1, 1, 0, 0)),
        of(
            LocalDate.of(2026, 1, 1),
            DataType.DATE,
            DataType.TIMESTAMP_LTZ,
            Instant.parse("2025-12-31T23:00:00Z")),
        of(
            LocalDateTime.of(1969, 12, 31, 23, 0),
            DataType.TIMESTAMP,
            DataType.DATE,
            LocalDate.of(1969, 12, 31)),
        of(
            LocalDateTime.of(1969, 12, 31, 23, 0),
            DataType.TIMESTAMP,
            DataType.TIME,
            LocalTime.of(23, 0)),
        of(
            LocalDateTime.of(2026, 3, 29, 2, 30),
            DataType.TIMESTAMP,
            DataType.TIMESTAMP_LTZ,
            Instant.parse("2026-03-29T01:30:00Z")),
        of(
            Instant.parse("2026-03-29T01:30:00Z"),
            DataType.TIMESTAMP_LTZ,
            DataType.TIMESTAMP,
            LocalDateTime.of(2026, 3, 29, 3, 30)),
        of(
            Instant.parse("2026-03-29T22:30:00Z"),
            DataType.TIMESTAMP_LTZ,
            DataType.DATE,
            LocalDate.of(2026, 3, 30)),
        of(
            LocalTime.of(8, 0),
            DataType.TIME,
            DataType.TIMESTAMP,
            LocalDateTime.of(2026, 1, 1, 8, 0)),
        of(Instant.parse("1969-12-31T23:59:59.5Z"), DataType.TIMESTAMP_LTZ, DataType.BIGINT, -1L),
        of(60L, DataType.BIGINT, DataType.TIMESTAMP_LTZ, Instant.parse("1970-01-01T00:01:00Z")));
  }

  @ParameterizedTest
  @MethodSource("casts")
  void casts(Object value, DataType from, DataType to, Object expected) {
    ColumnBatch input = rows(from).row(value).row((Object) null).build();
    check(input, column(0, from), to, expected);
    ColumnBatch dense = rows(from.notNull()).row(value).build();
    check(dense, column(0, from.notNull()), to, expected);
    check(dense, literal(value, from), to, expected);
  }

  private static void check(ColumnBatch input, Expression operand, DataType to, Object expected) {
    Object tried = evaluate(input, tryCast(operand, to)).get(0);
    if (!(expected instanceof ErrorCode code)) {
      assertThat(evaluate(input, cast(operand, to)).get(0)).isEqualTo(expected);
      assertThat(tried).isEqualTo(expected);
      return;
    }
    assertThat(tried).isNull();
    MillraceException error =
        catchThrowableOfType(MillraceException.class, () -> evaluate(input, cast(operand, to)));
    assertThat(error).isNotNull();
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.position()).contains(Expressions.PLACE);
  }
}
