package io.millrace.tests.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.progress.EventTimeProgress;
import io.millrace.api.progress.SinkProgress;
import io.millrace.api.progress.SourceProgress;
import io.millrace.api.progress.StateOperatorProgress;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.api.progress.StreamingQueryStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A report as JSON is what Spark would make of it, with a few fields behind Spark's. */
class ProgressLikeSparkTest {
  private static final UUID ID = new UUID(0, 1);
  private static final UUID RUN_ID = new UUID(0, 2);
  private static final Map<String, Long> DURATIONS =
      Map.of("triggerExecution", 12L, "addBatch", 9L, "walCommit", 1L);
  private static final Map<String, String> METRICS = Map.of("b", "2", "a", "1");

  private static StreamingQueryProgress ours() {
    return new StreamingQueryProgress(
        ID,
        RUN_ID,
        Optional.of("q"),
        3,
        Instant.parse("2026-01-01T12:00:00.042Z"),
        12,
        DURATIONS,
        10,
        2.5,
        40,
        Optional.of(
            new EventTimeProgress(
                Optional.of(Instant.parse("2026-01-01T11:00:00Z")),
                Optional.of(Instant.parse("2026-01-01T11:59:00Z")),
                Optional.empty(),
                Optional.of(Instant.parse("2026-01-01T11:58:00Z")))),
        List.of(
            new StateOperatorProgress(
                "aggregate-2", 7, 2, 1, 3, 4, 5, 6, 4096, 2, 2, Map.of("z", 1L, "a", 2L))),
        List.of(
            new SourceProgress(
                "file[in]",
                Optional.empty(),
                Optional.of("{\"files\":2}"),
                Optional.of("{\"files\":3}"),
                10,
                2.5,
                40,
                METRICS,
                0,
                Optional.empty())),
        new SinkProgress("noop", 4));
  }

  private static org.apache.spark.sql.streaming.StreamingQueryProgress sparks() {
    return new org.apache.spark.sql.streaming.StreamingQueryProgress(
        ID,
        RUN_ID,
        "q",
        "2026-01-01T12:00:00.042Z",
        3,
        12,
        new TreeMap<>(DURATIONS),
        new TreeMap<>(
            Map.of(
                "min", "2026-01-01T11:00:00.000Z",
                "max", "2026-01-01T11:59:00.000Z",
                "watermark", "2026-01-01T11:58:00.000Z")),
        new org.apache.spark.sql.streaming.StateOperatorProgress[] {
          new org.apache.spark.sql.streaming.StateOperatorProgress(
              "aggregate-2",
              7,
              2,
              4,
              1,
              5,
              6,
              4096,
              3,
              2,
              2,
              new TreeMap<>(Map.of("z", 1L, "a", 2L)))
        },
        new org.apache.spark.sql.streaming.SourceProgress[] {
          new org.apache.spark.sql.streaming.SourceProgress(
              "file[in]",
              null,
              "{\"files\":2}",
              "{\"files\":3}",
              10,
              2.5,
              40,
              new TreeMap<>(METRICS))
        },
        new org.apache.spark.sql.streaming.SinkProgress("noop", 4, new TreeMap<>()),
        new TreeMap<>());
  }

  @Test
  void theJsonOfAReportIsSparksWithOneMoreField() throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode json = mapper.readTree(ours().json());
    ((ObjectNode) json.get("sources").get(0)).remove("numMalformedRecords");
    // as text, because the order of fields counts too
    assertThat(mapper.writeValueAsString(json)).isEqualTo(sparks().json());
  }

  @Test
  void statusIsSparks() {
    assertThat(new StreamingQueryStatus("Stopped", false, true).prettyJson())
        .isEqualTo(
            new org.apache.spark.sql.streaming.StreamingQueryStatus("Stopped", false, true)
                .prettyJson());
  }
}
