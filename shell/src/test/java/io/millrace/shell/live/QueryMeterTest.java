package io.millrace.shell.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.progress.SinkProgress;
import io.millrace.api.progress.StateOperatorProgress;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.shell.FakeQuery;
import io.millrace.shell.live.QueryMeter.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Rates of the last seconds, and what else is made of many reports. */
class QueryMeterTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  /** A batch that began so many milliseconds after the start. */
  private static StreamingQueryProgress batch(
      long id, long millis, long duration, long rows, double arriving) {
    return new StreamingQueryProgress(
        new UUID(0, 1),
        new UUID(0, 2),
        Optional.empty(),
        id,
        START.plusMillis(millis),
        duration,
        Map.of(),
        rows,
        arriving,
        rows * 1e3 / duration,
        Optional.empty(),
        List.of(
            new StateOperatorProgress("fast", 1, 1, 0, 1, 1, 0, 0, 0, 1, 1, Map.of()),
            new StateOperatorProgress("slow", 1, 1, 0, 2, 9, 0, 0, 0, 1, 1, Map.of())),
        List.of(),
        new SinkProgress("sink", rows / 10));
  }

  private static Reading read(long nowMillis, StreamingQueryProgress... batches) {
    return read(FakeQuery.fine("q").running().with(batches), nowMillis);
  }

  private static Reading read(FakeQuery query, long nowMillis) {
    return new QueryMeter(query, 0).read(nowMillis * 1_000_000, START.plusMillis(nowMillis));
  }

  @Test
  void ratesAreMeansOfTheLastSeconds() {
    Reading reading = read(4_000, batch(0, 0, 100, 1_000, 0), batch(1, 2_000, 100, 3_000, 500));
    assertThat(reading.rows().in()).isEqualTo(1_000, Offset.offset(1.0));
    assertThat(reading.rows().out()).isEqualTo(100, Offset.offset(1.0));
    assertThat(reading.rows().processed()).isEqualTo(20_000, Offset.offset(1.0));
    assertThat(reading.late()).isEqualTo(6);
  }

  @Test
  void oneBatchAtTheBeginningIsNoEnormousRate() {
    assertThat(read(120, batch(0, 0, 100, 1_000, 0)).rows().in())
        .isEqualTo(1_000, Offset.offset(1.0));
  }

  @Test
  void whatIsLongAgoDoesNotCount() {
    Reading reading = read(60_000, batch(0, 0, 100, 1_000, 0), batch(1, 59_000, 100, 50, 0));
    assertThat(reading.rows().in()).isEqualTo(50, Offset.offset(1.0));
    assertThat(reading.working()).isTrue();
    Reading later = read(120_000, batch(0, 0, 100, 1_000, 0), batch(1, 59_000, 100, 50, 0));
    assertThat(later.rows().in()).isZero();
    assertThat(later.working()).isFalse();
    assertThat(later.idleMillis()).isEqualTo(60_900);
    assertThat(later.waiting()).startsWith("waiting for data from");
  }

  @Test
  void aLongBatchIsWorkAndDoesNotHideThatTheQueryIsBehind() {
    FakeQuery query =
        FakeQuery.fine("q")
            .processing()
            .with(
                batch(0, 0, 6_000, 1_800_000, 410_000),
                batch(1, 6_000, 8_000, 2_460_000, 410_000),
                batch(2, 14_000, 11_000, 3_280_000, 410_000));
    Reading reading = read(query, 34_000);
    assertThat(reading.working()).isTrue();
    assertThat(reading.isBehind()).isTrue();
    assertThat(reading.rows().in()).isEqualTo(221_000, Offset.offset(1_000.0));
    assertThat(read(FakeQuery.fine("q").processing(), 3_000).working()).isTrue();
  }

  @Test
  void oneBatchThatTookLongIsEnoughToBeBehind() {
    FakeQuery query = FakeQuery.fine("q").processing();
    assertThat(read(query.with(batch(0, 0, 10_600, 20_000, 20_000)), 12_000).isBehind()).isTrue();
    assertThat(read(query.with(batch(0, 0, 1_060, 2_000, 20_000)), 1_200).isBehind()).isFalse();
  }

  /** A batch of no rows that leaves state of so many bytes. */
  private static StreamingQueryProgress state(long id, long millis, long bytes) {
    StreamingQueryProgress batch = batch(id, millis, 1, 0, 0);
    return new StreamingQueryProgress(
        batch.id(),
        batch.runId(),
        batch.name(),
        id,
        batch.timestamp(),
        1,
        Map.of(),
        0,
        0,
        0,
        Optional.empty(),
        List.of(new StateOperatorProgress("sum", 1, 1, 0, 0, 0, 0, 0, bytes, 1, 1, Map.of())),
        List.of(),
        batch.sink());
  }

  @Test
  void stateGrowsByWhatItGrewInTheLastMinute() {
    Reading reading = read(30_000, state(0, 0, 1_000), state(1, 29_000, 31_000));
    assertThat(reading.stateGrowth()).isEqualTo(60_000, Offset.offset(10.0));
    assertThat(read(5_000, state(0, 0, 1_000), state(1, 4_000, 31_000)).stateGrowth()).isZero();
    assertThat(read(90_000, state(0, 0, 1_000), state(1, 60_000, 9_000)).stateGrowth()).isZero();
  }

  @Test
  void aQueryIsBehindIfMoreComesThanIsProcessedForAWhile() {
    StreamingQueryProgress[] busy = new StreamingQueryProgress[4];
    for (int i = 0; i < busy.length; i++) {
      busy[i] = batch(i, 1_000 * i, 1_000, 300_000, 410_000);
    }
    Reading reading = read(4_000, busy);
    assertThat(reading.isBehind()).isTrue();
    assertThat(reading.slowest().orElseThrow().operatorName()).isEqualTo("slow");
    assertThat(read(2_000, busy[0], busy[1]).isBehind()).isFalse();
    for (int i = 0; i < busy.length; i++) {
      busy[i] = batch(i, 1_000 * i, 200, 300_000, 410_000);
    }
    assertThat(read(4_000, busy).isBehind()).isFalse();
  }
}
