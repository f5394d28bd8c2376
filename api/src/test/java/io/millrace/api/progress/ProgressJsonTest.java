package io.millrace.api.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProgressJsonTest {
  private static final StateOperatorProgress OPERATOR =
      new StateOperatorProgress(
          "aggregate-2", 7, 2, 1, 3, 4, 5, 6, 4096, 2, 2, Map.of("cacheMisses", 0L, "a", 1L));
  private static final SourceProgress SOURCE =
      new SourceProgress(
          "file[in]",
          Optional.empty(),
          Optional.of("{\"files\":2}"),
          Optional.of("{\"files\":3}"),
          10,
          2.5,
          Double.POSITIVE_INFINITY,
          Map.of("numFilesOutstanding", "1"),
          1,
          Optional.of(new InputExtent(InputExtent.Unit.BYTES, 20, 30)));
  private static final SinkProgress SINK = new SinkProgress("noop", 4);

  private static StreamingQueryProgress progress() {
    Map<String, Long> durations = new LinkedHashMap<>();
    durations.put("triggerExecution", 12L);
    durations.put("addBatch", 9L);
    return new StreamingQueryProgress(
        new UUID(0, 1),
        new UUID(0, 2),
        Optional.of("q"),
        3,
        Instant.parse("2026-01-01T12:00:00.0426Z"),
        12,
        durations,
        10,
        2.5,
        Double.NaN,
        Optional.of(
            new EventTimeProgress(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Instant.parse("2026-01-01T11:59:00Z")))),
        List.of(OPERATOR),
        List.of(SOURCE),
        SINK);
  }

  @Test
  void aReportInOneLine() {
    assertThat(progress().json())
        .isEqualTo(
            "{\"id\":\"00000000-0000-0000-0000-000000000001\","
                + "\"runId\":\"00000000-0000-0000-0000-000000000002\",\"name\":\"q\","
                + "\"timestamp\":\"2026-01-01T12:00:00.042Z\",\"batchId\":3,\"batchDuration\":12,"
                + "\"numInputRows\":10,\"inputRowsPerSecond\":2.5,\"processedRowsPerSecond\":0.0,"
                + "\"durationMs\":{\"addBatch\":9,\"triggerExecution\":12},"
                + "\"eventTime\":{\"watermark\":\"2026-01-01T11:59:00.000Z\"},"
                + "\"stateOperators\":["
                + OPERATOR.json()
                + "],\"sources\":["
                + SOURCE.json()
                + "],\"sink\":"
                + SINK.json()
                + "}");
  }

  @Test
  void itsParts() {
    assertThat(OPERATOR.json())
        .isEqualTo(
            "{\"operatorName\":\"aggregate-2\",\"numRowsTotal\":7,\"numRowsUpdated\":2,"
                + "\"allUpdatesTimeMs\":4,\"numRowsRemoved\":1,\"allRemovalsTimeMs\":5,"
                + "\"commitTimeMs\":6,\"memoryUsedBytes\":4096,\"numRowsDroppedByWatermark\":3,"
                + "\"numShufflePartitions\":2,\"numStateStoreInstances\":2,"
                + "\"customMetrics\":{\"a\":1,\"cacheMisses\":0}}");
    assertThat(SOURCE.json())
        .isEqualTo(
            "{\"description\":\"file[in]\",\"startOffset\":null,\"endOffset\":{\"files\":2},"
                + "\"latestOffset\":{\"files\":3},\"numInputRows\":10,\"inputRowsPerSecond\":2.5,"
                + "\"processedRowsPerSecond\":0.0,\"metrics\":{\"numFilesOutstanding\":\"1\"},"
                + "\"numMalformedRecords\":1,"
                + "\"extent\":{\"unit\":\"bytes\",\"read\":20,\"total\":30}}");
    assertThat(SINK.json()).isEqualTo("{\"description\":\"noop\",\"numOutputRows\":4}");
  }

  @Test
  void overSeveralLines() {
    assertThat(new StreamingQueryStatus("Stopped", false, true).prettyJson())
        .isEqualTo(
            "{\n"
                + "  \"message\" : \"Stopped\",\n"
                + "  \"isDataAvailable\" : false,\n"
                + "  \"isTriggerActive\" : true\n"
                + "}");
    assertThat(progress().prettyJson()).contains("\n  \"sink\" : {\n    \"description\"");
    assertThat(progress()).hasToString(progress().prettyJson());
  }
}
