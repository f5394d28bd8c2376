package io.millrace.connector.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.Connector;
import io.millrace.api.connector.Offset;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceContext;
import io.millrace.api.connector.SourceState;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.Contexts;
import io.millrace.connector.Rows;
import io.millrace.connector.SourceContract;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RateTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Schema SCHEMA =
      Contexts.schema("timestamp", DataType.TIMESTAMP_LTZ, "value", DataType.BIGINT);

  private Instant now = BEGIN;

  private Source open(Connector.SourceConnector connector, Schema schema, String... options) {
    return open(SourceState.inMemory(), connector, schema, options);
  }

  private Source open(
      SourceState state, Connector.SourceConnector connector, Schema schema, String... options) {
    SourceContext context =
        Contexts.source(connector, "", schema, schema, new Attachment(), options);
    return connector.openSource(
        new SourceContext(
            context.name(),
            context.schema(),
            context.metadataKeys(),
            context.dataSchema(),
            context.format(),
            context.options(),
            context.zone(),
            () -> now,
            context.attachment(),
            state));
  }

  @Nested
  class ByTime extends SourceContract {
    @Override
    protected Source open(SourceState state) {
      return RateTest.this.open(state, new RateConnector(), SCHEMA, "rowsPerSecond", "3");
    }

    @Override
    protected void produce() {
      now = now.plusMillis(2500);
    }
  }

  @Nested
  class ByBatch extends SourceContract {
    @Override
    protected Source open(SourceState state) {
      return RateTest.this.open(state, new RateMicroBatchConnector(), SCHEMA, "rowsPerBatch", "3");
    }

    @Override
    protected void produce() {
      // There is always one more batch.
    }
  }

  @Test
  void rowsAreSpreadOverTheirSecond() {
    Source source = open(new RateConnector(), SCHEMA, "rowsPerSecond", "2");
    assertThat(source.latestOffset(Optional.empty(), true)).isEmpty();
    now = BEGIN.plusMillis(2999);
    Offset end = source.latestOffset(Optional.empty(), true).orElseThrow();
    assertThat(end.json()).isEqualTo("{\"seconds\":2}");
    assertThat(Rows.between(source, Optional.empty(), end).rows())
        .containsExactly(
            List.of(BEGIN, 0L),
            List.of(BEGIN.plusMillis(500), 1L),
            List.of(BEGIN.plusMillis(1000), 2L),
            List.of(BEGIN.plusMillis(1500), 3L));
  }

  @Test
  void speedRisesDuringRampUp() {
    RateCurve curve = new RateCurve(10, 4);
    assertThat(java.util.stream.LongStream.range(0, 7).map(curve::rowsBefore))
        .containsExactly(0L, 2L, 6L, 12L, 20L, 30L, 40L);
  }

  @Test
  void manyRowsComeInBatches() {
    Source source = open(new RateConnector(), SCHEMA.project(1), "rowsPerSecond", "10000");
    now = BEGIN.plusSeconds(1);
    assertThat(Rows.all(source).rows()).hasSize(10_000).endsWith(List.of(9999L));
  }

  @Test
  void microBatchesAreTheSameInEveryRun() {
    Source source =
        open(
            new RateMicroBatchConnector(),
            SCHEMA,
            "rowsPerBatch",
            "2",
            "startTimestamp",
            "1000",
            "advanceMillisPerBatch",
            "50");
    Offset first = source.latestOffset(Optional.empty(), true).orElseThrow();
    Offset second = source.latestOffset(Optional.of(first), false).orElseThrow();
    assertThat(Rows.between(source, Optional.of(first), second).rows())
        .containsExactly(
            List.of(Instant.ofEpochMilli(1050), 2L), List.of(Instant.ofEpochMilli(1050), 3L));
    source.freezeEnd();
    Optional<Offset> last = source.latestOffset(Optional.of(second), true);
    assertThat(last).isNotEqualTo(Optional.of(second));
    assertThat(source.latestOffset(last, true)).isEqualTo(last);
  }

  @Test
  void columnsAndOptionsAreChecked() {
    Schema other = Contexts.schema("id", DataType.BIGINT);
    assertThatThrownBy(() -> open(new RateConnector(), other)).hasMessageContaining("timestamp");
    Schema wrong = Contexts.schema("value", DataType.STRING);
    assertThatThrownBy(() -> open(new RateConnector(), wrong)).hasMessageContaining("value BIGINT");
    assertThatThrownBy(() -> open(new RateConnector(), SCHEMA, "rowsPerSecond", "0"))
        .hasMessageContaining("OPTION_INVALID");
    assertThatThrownBy(() -> open(new RateMicroBatchConnector(), SCHEMA))
        .hasMessageContaining("rowsPerBatch");
  }
}
