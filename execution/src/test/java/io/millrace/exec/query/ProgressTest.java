package io.millrace.exec.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.exec.trigger.Trigger;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {

  @Test
  void scenario69EveryFieldIsThereAndConsistent() {
    FakeQuery parts = FakeQuery.withWatermark();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));
    SteppedQuery query = parts.stepped(new Trigger.Default(), now::get);
    parts.source.add(10, 20);
    StreamingQueryProgress first = query.step().orElseThrow().progress();
    assertThat(first.name()).contains("numbers");
    assertThat(first.batchId()).isZero();
    assertThat(first.timestamp()).isEqualTo(Instant.parse("2026-01-01T12:00:00Z"));
    assertThat(first.numInputRows()).isEqualTo(2);
    assertThat(first.inputRowsPerSecond()).isZero();
    assertThat(first.processedRowsPerSecond()).isPositive().isFinite().isLessThanOrEqualTo(2000);
    assertThat(first.durationMs().keySet())
        .containsExactly(
            "triggerExecution",
            "latestOffset",
            "queryPlanning",
            "getBatch",
            "addBatch",
            "walCommit",
            "stateCommit",
            "sinkCommit",
            "commitOffsets");
    assertThat(first.eventTime())
        .hasValueSatisfying(
            times -> {
              assertThat(times.min()).contains(Instant.ofEpochSecond(10));
              assertThat(times.max()).contains(Instant.ofEpochSecond(20));
              assertThat(times.avg()).contains(Instant.ofEpochSecond(15));
              assertThat(times.watermark()).isEmpty();
            });
    assertThat(first.sources())
        .singleElement()
        .satisfies(
            source -> {
              assertThat(source.description()).isEqualTo("fake[numbers]");
              assertThat(source.startOffset()).isEmpty();
              assertThat(source.endOffset()).contains("2");
              assertThat(source.latestOffset()).contains("2");
              assertThat(source.numInputRows()).isEqualTo(2);
            });
    assertThat(first.sink().numOutputRows()).isEqualTo(2);
    assertThat(first.stateOperators())
        .singleElement()
        .satisfies(operator -> assertThat(operator.numRowsDroppedByWatermark()).isEqualTo(2));

    now.set(Instant.parse("2026-01-01T12:00:04Z"));
    StreamingQueryProgress second = query.step().orElseThrow().progress();
    assertThat(second.batchId()).isEqualTo(1);
    assertThat(second.numInputRows()).isZero();
    assertThat(second.eventTime().orElseThrow().watermark()).contains(Instant.ofEpochSecond(20));
    assertThat(second.eventTime().orElseThrow().max()).isEmpty();

    parts.source.add(1, 2, 3, 4);
    now.set(Instant.parse("2026-01-01T12:00:06Z"));
    StreamingQueryProgress third = query.step().orElseThrow().progress();
    assertThat(third.inputRowsPerSecond()).isEqualTo(2.0);
    assertThat(third.sources().get(0).startOffset()).contains("2");
    assertThat(query.lastProgress()).contains(third);
  }

  @Test
  void queryWithoutWatermarkHasNoEventTime() {
    FakeQuery parts = FakeQuery.stateless();
    SteppedQuery query = parts.stepped(new Trigger.Default());
    parts.source.add(10);
    assertThat(query.step().orElseThrow().progress().eventTime()).isEmpty();
  }

  @Test
  void onlyTheNewestHundredReportsAreKept() {
    FakeQuery parts = FakeQuery.stateless().bounded();
    for (int i = 0; i < 130; i++) {
      parts.source.add(i);
    }
    parts.source.limit(1);
    RunningQuery query = parts.start(new Trigger.Default());
    query.awaitTermination();
    assertThat(query.recentProgress()).hasSize(100);
    assertThat(query.recentProgress().get(0).batchId()).isEqualTo(30);
    assertThat(query.lastProgress().orElseThrow().batchId()).isEqualTo(129);
    assertThat(query.totals().batches()).isEqualTo(130);
  }

  @Test
  void jsonHasSparksNames() throws IOException {
    FakeQuery parts = FakeQuery.withWatermark();
    SteppedQuery query = parts.stepped(new Trigger.Default());
    parts.source.add(10);
    StreamingQueryProgress progress = query.step().orElseThrow().progress();
    for (String text : new String[] {progress.prettyJson(), progress.json()}) {
      JsonNode json = new ObjectMapper().readTree(text);
      assertThat(json.fieldNames())
          .toIterable()
          .containsExactly(
              "id",
              "runId",
              "name",
              "timestamp",
              "batchId",
              "batchDuration",
              "numInputRows",
              "inputRowsPerSecond",
              "processedRowsPerSecond",
              "durationMs",
              "eventTime",
              "stateOperators",
              "sources",
              "sink");
      assertThat(json.get("timestamp").asText()).isEqualTo("2026-01-01T12:00:00.000Z");
      assertThat(json.get("eventTime").get("max").asText()).isEqualTo("1970-01-01T00:00:10.000Z");
      assertThat(json.get("sources").get(0).get("startOffset").isNull()).isTrue();
      assertThat(json.get("sources").get(0).get("endOffset").asInt()).isEqualTo(1);
      assertThat(json.get("stateOperators").get(0).get("numRowsTotal").asInt()).isEqualTo(7);
      assertThat(json.get("sink").get("description").asText()).isEqualTo("fake[out]");
    }
    assertThat(progress.json()).doesNotContain("\n");
  }

  @Test
  void summarySaysWhatTheQueryDid() {
    long watermark = Instant.parse("2026-03-01T23:59:54Z").getEpochSecond() * 1_000_000;
    assertThat(
            new QueryTotals(12, 3_000_000, 1_042, 0, 0, 8_808_038, watermark, 4_870_000_000L)
                .summary(ZoneOffset.UTC))
        .isEqualTo(
            "3,000,000 rows in 4.87s (616k/s), 12 batches, 1,042 rows out, state at most 8.4MB,"
                + " watermark 2026-03-01 23:59:54");
    assertThat(
            new QueryTotals(1, 1, 1, 2, 1, 0, Long.MIN_VALUE, 120_000_000L).summary(ZoneOffset.UTC))
        .isEqualTo(
            "1 row in 0.12s (8/s), 1 batch, 1 row out, 2 malformed records, 1 late row dropped");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "999.4, 999",
    "999.6, 1.00k",
    "25000, 25.0k",
    "9995, 10.0k",
    "99949, 99.9k",
    "616016, 616k",
    "999500, 1.00M",
    "2600000, 2.60M",
    "3e9, 3.00G",
  })
  void ratesHaveThreeDigits(double rate, String text) {
    assertThat(QueryTotals.scaled(rate)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"17, 17B", "1536, 1.5KB", "8808038, 8.4MB", "5368709120, 5.0GB"})
  void sizesHaveAUnit(long bytes, String text) {
    assertThat(QueryTotals.bytes(bytes)).isEqualTo(text);
  }
}
