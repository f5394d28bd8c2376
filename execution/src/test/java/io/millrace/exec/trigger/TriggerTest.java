package io.millrace.exec.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerTest {

  /** Start of a batch, its length in seconds, and when the next one starts. */
  @ParameterizedTest
  @CsvSource({
    "12:00:03, 1, 12:00:10, false",
    "12:00:10, 12, 12:00:22, true",
    "12:00:22, 1, 12:00:30, false",
    "12:00:30, 0, 12:00:40, false",
    "12:00:10, 10, 12:00:20, false",
    "12:00:10, 35, 12:00:45, true",
  })
  void scenario20ProcessingTimeIsAligned(
      String start, long lengthSeconds, String expected, boolean overrun) {
    Trigger trigger = new Trigger.ProcessingTime(Duration.ofSeconds(10));
    long started = micros(start);
    long ended = started + lengthSeconds * 1_000_000;
    long due = trigger.nextStart(started).orElseThrow();
    assertThat(Math.max(due, ended)).isEqualTo(micros(expected));
    assertThat(trigger.isOverrun(started, ended)).isEqualTo(overrun);
  }

  @Test
  void ticksBefore1970AreAlignedToo() {
    Trigger trigger = new Trigger.ProcessingTime(Duration.ofSeconds(10));
    assertThat(trigger.nextStart(-3_000_000)).hasValue(0);
    assertThat(trigger.nextStart(-10_000_000)).hasValue(0);
  }

  @Test
  void onlyOnceIgnoresLimits() {
    assertThat(new Trigger.Once().isLimited()).isFalse();
    assertThat(new Trigger.AvailableNow().isLimited()).isTrue();
    assertThat(new Trigger.Default().isLimited()).isTrue();
    assertThat(new Trigger.ProcessingTime(Duration.ofSeconds(1)).isLimited()).isTrue();
  }

  @Test
  void onlyContinuousBatchesAreDecidedTogether() {
    Trigger continuous = new Trigger.Continuous(Duration.ofSeconds(2));
    long start = micros("12:00:03");
    assertThat(continuous.epochEnd(start)).hasValue(micros("12:00:05"));
    assertThat(continuous.nextStart(start)).isEmpty();
    assertThat(continuous.isOverrun(start, start + 2_000_000)).isFalse();
    assertThat(continuous.isOverrun(start, start + 2_000_001)).isTrue();
    assertThat(new Trigger.Default().epochEnd(start)).isEmpty();
    assertThat(new Trigger.ProcessingTime(Duration.ofSeconds(2)).epochEnd(start)).isEmpty();
  }

  @Test
  void triggersAreNamedAsInSql() {
    assertThat(new Trigger.Continuous(Duration.ofMillis(500)).sql())
        .isEqualTo("CONTINUOUS INTERVAL '500' MILLISECOND");
    assertThat(new Trigger.ProcessingTime(Duration.ofMillis(2500)).sql())
        .isEqualTo("PROCESSING TIME INTERVAL '2.5' SECOND");
    assertThat(new Trigger.Continuous(Duration.ofNanos(1_500_000)).sql())
        .isEqualTo("CONTINUOUS INTERVAL '0.0015' SECOND");
    assertThat(new Trigger.ProcessingTime(Duration.ofMinutes(10)).sql())
        .isEqualTo("PROCESSING TIME INTERVAL '600' SECOND");
    assertThat(new Trigger.AvailableNow().sql()).isEqualTo("AVAILABLE NOW");
  }

  @Test
  void intervalMustBePositive() {
    assertThatThrownBy(() -> new Trigger.ProcessingTime(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Trigger.Continuous(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static long micros(String time) {
    return SystemLoopClock.micros(Instant.parse("2026-01-01T" + time + "Z"));
  }
}
