package io.millrace.connector.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class TemporalParserTest {
  private final TemporalParser parser = new TemporalParser(TimeFormats.iso(ZoneOffset.UTC));

  @Property
  void timestampsOfFewDaysInTurn(@ForAll @Size(20) List<@IntRange(max = 3) Integer> days) {
    for (int day : days) {
      LocalDateTime time = LocalDateTime.of(2023, 12, 30, 23, 59, 58, 7_000_000).plusDays(day);
      long expected = time.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + 7_000;
      assertThat(parse(time.toString())).isEqualTo(expected);
    }
  }

  @Test
  void aDateThatWasThereBeforeStillNeedsARightTime() {
    long expected = 1_699_999_999_000_000L;
    assertThat(parse("2023-11-14 22:13:19")).isEqualTo(expected);
    assertThat(parse("2023-11-14")).isEqualTo(1_699_920_000_000_000L);
    assertThat(parse("2023-11-14x22:13:19")).isEqualTo(TemporalParser.INVALID);
    assertThat(parse("2023-11-140 22:13:19")).isEqualTo(TemporalParser.INVALID);
    assertThat(parse("2023-11-14 22:13:1")).isEqualTo(TemporalParser.INVALID);
    assertThat(parse("2023-11-31 22:13:19")).isEqualTo(TemporalParser.INVALID);
    assertThat(parse("2023-11-31 22:13:19")).isEqualTo(TemporalParser.INVALID);
    assertThat(parse("2023-11-14T22:13:19Z")).isEqualTo(expected);
    assertThat(parse("12023-11-14 22:13:19")).isEqualTo(TemporalParser.INVALID);
  }

  @Test
  void textAtTheEndOfAnArrayIsRead() {
    byte[] text = "2023-11-14".getBytes(StandardCharsets.US_ASCII);
    assertThat(parser.timestamp(text, 0, text.length)).isEqualTo(1_699_920_000_000_000L);
  }

  private long parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return parser.timestamp(Arrays.copyOf(bytes, bytes.length + Bytes.SLACK), 0, bytes.length);
  }
}
