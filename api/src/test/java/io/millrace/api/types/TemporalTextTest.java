package io.millrace.api.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TemporalTextTest {
  private final byte[] out = new byte[1 + TemporalText.MAX_LENGTH];

  @Property(tries = 2_000)
  void datesReadAsTheJdkWritesThem(@ForAll int epochDay) {
    assertThat(text(TemporalText.date(out, 1, epochDay)))
        .isEqualTo(LocalDate.ofEpochDay(epochDay).toString());
  }

  @Property(tries = 1_000)
  void datesOfOurTimeToo(@ForAll @IntRange(min = -800_000, max = 3_000_000) int epochDay) {
    assertThat(text(TemporalText.date(out, 1, epochDay)))
        .isEqualTo(LocalDate.ofEpochDay(epochDay).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 00:00:00",
    "86399999999, 23:59:59.999999",
    "3661000000, 01:01:01",
    "500000, 00:00:00.500",
    "1000, 00:00:00.001",
    "1, 00:00:00.000001",
    "120, 00:00:00.000120"
  })
  void fractionsHaveThreeOrSixDigits(long micros, String expected) {
    assertThat(text(TemporalText.time(out, 1, micros))).isEqualTo(expected);
  }

  @Property(tries = 500)
  void timestampsAreDateAndTime(
      @ForAll @IntRange(min = -200_000, max = 200_000) int epochDay,
      @ForAll @LongRange(min = 0, max = 86_399_999_999L) long microsOfDay) {
    String date = text(TemporalText.date(out, 1, epochDay));
    String time = text(TemporalText.time(out, 1, microsOfDay));
    long micros = epochDay * 86_400_000_000L + microsOfDay;
    assertThat(text(TemporalText.timestamp(out, 1, micros, 'T'))).isEqualTo(date + "T" + time);
  }

  @ParameterizedTest
  @CsvSource({
    "-9223372036854775808, -290308-12-21 19:59:05.224192",
    "9223372036854775807, +294247-01-10 04:00:54.775807"
  })
  void theFarthestTimesFit(long micros, String expected) {
    assertThat(text(TemporalText.timestamp(out, 1, micros, ' '))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, 0-00", "14, 1-02", "-14, -1-02", "-2147483648, -178956970-08"})
  void intervalsOfMonthsAreYearsAndMonths(int months, String expected) {
    assertThat(text(TemporalText.monthInterval(out, 1, months))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 00:00:00",
    "93784500000, 1 02:03:04.500",
    "-1000000, -0 00:00:01",
    "-9223372036854775808, -106751991 04:00:54.775808"
  })
  void intervalsOfTimeAreDaysAndTime(long micros, String expected) {
    assertThat(text(TemporalText.dayInterval(out, 1, micros))).isEqualTo(expected);
  }

  private String text(int end) {
    return new String(out, 1, end - 1, StandardCharsets.US_ASCII);
  }
}
