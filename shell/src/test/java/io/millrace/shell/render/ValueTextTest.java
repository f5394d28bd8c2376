package io.millrace.shell.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.DataType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTextTest {

  private static Column column(DataType type, Object value) {
    ColumnBuilder builder = new ColumnBuilder(type, 1);
    builder.appendValue(value);
    return builder.build();
  }

  private static String text(DataType type, Object value) {
    StringBuilder text = new StringBuilder();
    ValueText.append(text, column(type, value), 0, ZoneId.of("Europe/Berlin"));
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "-0.0, -0.0",
    "0.1, 0.1",
    "1E-5, 0.00001",
    "9.9E-6, 9.9E-6",
    "12345678.9, 12345678.9",
    "1E16, 10000000000000000.0",
    "1E17, 1.0E17",
    "2E23, 2.0E23",
    "NaN, NaN",
    "-Infinity, -Infinity"
  })
  void doublesHaveAsFewDigitsAsTellThemApart(double value, String expected) {
    assertThat(text(DataType.DOUBLE, value)).isEqualTo(expected);
  }

  @Test
  void realsHaveTheDigitsOfAFloat() {
    assertThat(text(DataType.REAL, 0.1f)).isEqualTo("0.1");
  }

  @Test
  void decimalsKeepTheirScale() {
    assertThat(text(DataType.decimal(10, 2), new BigDecimal("-0.50"))).isEqualTo("-0.50");
    assertThat(text(DataType.decimal(38, 0), new BigDecimal("9".repeat(38))))
        .isEqualTo("9".repeat(38));
  }

  @Test
  void timesShowNoThreeOrSixDigitsOfTheFraction() {
    assertThat(text(DataType.TIMESTAMP, LocalDateTime.parse("2026-03-01T10:00:10")))
        .isEqualTo("2026-03-01 10:00:10");
    assertThat(text(DataType.TIMESTAMP, LocalDateTime.parse("1969-12-31T23:59:59.000120")))
        .isEqualTo("1969-12-31 23:59:59.000120");
    assertThat(text(DataType.TIMESTAMP_LTZ, Instant.parse("2026-03-01T10:00:10.5Z")))
        .isEqualTo("2026-03-01 11:00:10.500+01:00");
    assertThat(text(DataType.TIME, LocalTime.parse("00:00:00.250"))).isEqualTo("00:00:00.250");
    assertThat(text(DataType.DATE, LocalDate.parse("0099-01-02"))).isEqualTo("0099-01-02");
  }

  @Test
  void intervalsAreDaysAndTimeOrYearsAndMonths() {
    assertThat(text(DataType.INTERVAL_DAY, 93_784_500_000L)).isEqualTo("1 02:03:04.500");
    assertThat(text(DataType.INTERVAL_DAY, -1_000_000L)).isEqualTo("-0 00:00:01");
    assertThat(text(DataType.INTERVAL_DAY, Long.MIN_VALUE)).startsWith("-106751991 ");
    assertThat(text(DataType.INTERVAL_MONTH, -14)).isEqualTo("-1-02");
  }

  @Test
  void binaryIsHexadecimal() {
    assertThat(text(DataType.BINARY, new byte[] {0, (byte) 0xFF})).isEqualTo("\\x00ff");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|1",
        "-999|-999",
        "1000|1,000",
        "-1234567.8901|-1,234,567.8901",
        "1.0E17|1.0E17",
        "NaN|NaN"
      })
  void wholePartsAreGrouped(String number, String expected) {
    StringBuilder text = new StringBuilder();
    ValueText.appendGrouped(text, number);
    assertThat(text.toString()).isEqualTo(expected);
  }
}
