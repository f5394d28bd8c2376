package io.millrace.shell.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.progress.EventTimeProgress;
import io.millrace.api.progress.InputExtent;
import io.millrace.api.progress.SinkProgress;
import io.millrace.api.progress.StateOperatorProgress;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.shell.live.QueryMeter.Rates;
import io.millrace.shell.live.QueryMeter.Reading;
import io.millrace.shell.live.QueryMeter.Speed;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The words and figures of status and progress. */
class ProgressLinesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:10Z");
  private static final long CLOCK = 42_000_000_000L;
  private static final String WAITING = "waiting for data from file ./in/*.json (0 new files)";

  private static StreamingQueryProgress batch() {
    return new StreamingQueryProgress(
        new UUID(0, 1),
        new UUID(0, 2),
        Optional.of("totals"),
        1_057,
        NOW,
        12,
        Map.of(
            "latestOffset", 1L, "getBatch", 2L, "addBatch", 6L, "stateCommit", 1L, "walCommit", 2L),
        500,
        48_200,
        318_000,
        Optional.of(
            new EventTimeProgress(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Instant.parse("2026-03-01T10:00:06.900Z")))),
        List.of(
            new StateOperatorProgress("join#4", 8_000, 1, 0, 0, 8, 1, 0, 1_258_291, 1, 1, Map.of()),
            new StateOperatorProgress("aggregate#7", 100, 1, 0, 0, 1, 0, 0, 0, 1, 1, Map.of())),
        List.of(),
        new SinkProgress("console", 3));
  }

  private static Reading reading(long idleMillis, Rates rates, Optional<Speed> speed) {
    return reading(idleMillis, rates, speed, 0);
  }

  private static Reading reading(
      long idleMillis, Rates rates, Optional<Speed> speed, double growth) {
    Optional<StreamingQueryProgress> batch = Optional.of(batch());
    boolean working = idleMillis < 1_000;
    return new Reading(CLOCK, working, idleMillis, rates, batch, batch, 17, growth, WAITING, speed);
  }

  private static final Rates RATES = new Rates(48_200, 61, 48_300, 48_200, 318_000, 0.2, true);

  private static String status(Reading reading, int columns) {
    return text(StatusLines.of(reading, NOW, ZoneOffset.UTC, columns));
  }

  private static String progress(Reading reading, boolean end, int columns) {
    return text(ProgressLines.of("totals", reading, end, NOW, ZoneOffset.UTC, columns));
  }

  private static String text(List<Line> lines) {
    return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
  }

  @Test
  void theStatusHasAsManyLinesAsItTakes() {
    Reading reading = reading(100, RATES, Optional.empty());
    assertThat(status(reading, 120))
        .isEqualTo(
            "● 0:00:42  in 48.2k/s  out 61/s  batch 1,057 12ms  watermark 10:00:06 lag 3.1s"
                + "  state 8.1k rows 1.2MB  late 17");
    assertThat(status(reading, 80))
        .isEqualTo(
            """
            ● 0:00:42  in 48.2k/s  out 61/s  batch 1,057 12ms  watermark 10:00:06 lag 3.1s
              state 8.1k rows 1.2MB  late 17""");
    assertThat(status(reading, 60)).isEqualTo("● in 48.2k/s lag 3.1s state 1.2MB batch 12ms");
  }

  @Test
  void whoWaitsSaysWhatFor() {
    assertThat(status(reading(8_200, RATES, Optional.empty()), 80))
        .startsWith("○ 0:00:42  idle 8s  " + WAITING);
    assertThat(status(reading(8_200, RATES, Optional.empty()), 70))
        .isEqualTo("○ idle 8s  " + WAITING);
  }

  @Test
  void aQueryThatWritesTellsItsPhases() {
    assertThat(progress(reading(100, RATES, Optional.empty()), false, 120))
        .isEqualTo(
            """
            ● totals  0:00:42  in 48.2k/s  processed 318.0k/s  batch 1,057 12ms [read 3 run 6 state 1 commit 2]
              watermark 10:00:06 lag 3.1s  state 8.1k rows 1.2MB  late 17""");
  }

  @Test
  void growingStateSaysHowFast() {
    Reading growing = reading(100, RATES, Optional.empty(), 3.1 * (1 << 20));
    assertThat(progress(growing, false, 120)).contains("state 8.1k rows 1.2MB (+3.1MB/min)  late");
    Reading shrinking = reading(100, RATES, Optional.empty(), -2048);
    assertThat(progress(shrinking, false, 120)).contains("1.2MB (-2.0KB/min)");
    assertThat(status(growing, 120)).contains("1.2MB  late");
  }

  @Test
  void aLagOfYearsIsInYears() {
    assertThat(StatusLines.lag(Instant.parse("2001-03-01T10:00:00Z"), NOW)).isEqualTo("25.0y");
    assertThat(StatusLines.lag(Instant.parse("2026-02-01T10:00:00Z"), NOW)).isEqualTo("28d");
  }

  @Test
  void fallingBehindNamesTheSlowest() {
    Rates rates = new Rates(318_000, 61, 410_000, 410_000, 318_000, 0.99, true);
    assertThat(progress(reading(100, rates, Optional.empty()), false, 120))
        .endsWith("  input 410.0k/s > processed 318.0k/s; slowest: join#4 75 % of batch");
    Rates calm = new Rates(318_000, 61, 410_000, 410_000, 318_000, 0.5, true);
    assertThat(progress(reading(100, calm, Optional.empty()), false, 120))
        .doesNotContain("slowest");
  }

  @Test
  void aQueryWithAnEndHasABar() {
    InputExtent extent = new InputExtent(InputExtent.Unit.ROWS, 1_900_000, 3_000_000);
    Reading reading = reading(100, RATES, Optional.of(new Speed(extent, 610_000)));
    assertThat(progress(reading, true, 120))
        .isEqualTo("totals ▕████████████▋       ▏ 63 %  1.9M of 3.0M rows  610.0k/s  eta 1.8s");
    assertThat(progress(reading, true, 60))
        .isEqualTo("▕██████▍   ▏ 63 %  1.9M of 3.0M rows  610.0k/s  eta 1.8s");
    assertThat(progress(reading, false, 120)).contains("behind 1.1M rows ≈ 1.8s");
  }
}
