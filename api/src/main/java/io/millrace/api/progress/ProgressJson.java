package io.millrace.api.progress;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reports as JSON with Spark's names in Spark's order, so that dashboards made for Spark can read
 * them. Fields that Spark does not have stand behind those it has; maps are in the order of their
 * names, and left out if they are empty.
 */
final class ProgressJson {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private ProgressJson() {}

  /** Writes one object. */
  private interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  static String compact(StreamingQueryProgress progress) {
    return render(json -> progress(json, progress), false);
  }

  static String pretty(StreamingQueryProgress progress) {
    return render(json -> progress(json, progress), true);
  }

  static String compact(StateOperatorProgress operator) {
    return render(json -> operator(json, operator), false);
  }

  static String pretty(StateOperatorProgress operator) {
    return render(json -> operator(json, operator), true);
  }

  static String compact(SourceProgress source) {
    return render(json -> source(json, source), false);
  }

  static String pretty(SourceProgress source) {
    return render(json -> source(json, source), true);
  }

  static String compact(SinkProgress sink) {
    return render(json -> sink(json, sink), false);
  }

  static String pretty(SinkProgress sink) {
    return render(json -> sink(json, sink), true);
  }

  static String compact(StreamingQueryStatus status) {
    return render(json -> status(json, status), false);
  }

  static String pretty(StreamingQueryStatus status) {
    return render(json -> status(json, status), true);
  }

  private static String render(Content content, boolean pretty) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      if (pretty) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        json.setPrettyPrinter(printer);
      }
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a string refused text", e);
    }
    return text.toString();
  }

  private static void progress(JsonGenerator json, StreamingQueryProgress progress)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", progress.id().toString());
    json.writeStringField("runId", progress.runId().toString());
    if (progress.name().isPresent()) {
      json.writeStringField("name", progress.name().get());
    } else {
      json.writeNullField("name");
    }
    json.writeStringField("timestamp", TIMESTAMP.format(progress.timestamp()));
    json.writeNumberField("batchId", progress.batchId());
    json.writeNumberField("batchDuration", progress.batchDuration());
    json.writeNumberField("numInputRows", progress.numInputRows());
    rates(json, progress.inputRowsPerSecond(), progress.processedRowsPerSecond());
    numbers(json, "durationMs", progress.durationMs());
    if (progress.eventTime().isPresent()) {
      eventTime(json, progress.eventTime().get());
    }
    json.writeArrayFieldStart("stateOperators");
    for (StateOperatorProgress operator : progress.stateOperators()) {
      operator(json, operator);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("sources");
    for (SourceProgress source : progress.sources()) {
      source(json, source);
    }
    json.writeEndArray();
    json.writeFieldName("sink");
    sink(json, progress.sink());
    observed(json, progress.observedMetrics());
    json.writeEndObject();
  }

  private static void observed(JsonGenerator json, Map<String, ObservedMetrics> metrics)
      throws IOException {
    if (metrics.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("observedMetrics");
    for (Map.Entry<String, ObservedMetrics> metric : new TreeMap<>(metrics).entrySet()) {
      json.writeObjectFieldStart(metric.getKey());
      ObservedMetrics values = metric.getValue();
      for (int i = 0; i < values.schema().size(); i++) {
        json.writeFieldName(values.schema().name(i));
        value(json, values.get(i));
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else if (value instanceof BigDecimal decimal) {
      json.writeNumber(decimal);
    } else if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      if (Double.isFinite(number)) {
        json.writeRawValue(value.toString());
      } else {
        json.writeString(value.toString());
      }
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof byte[] bytes) {
      json.writeBinary(bytes);
    } else {
      json.writeString(value.toString());
    }
  }

  private static void rates(JsonGenerator json, double input, double processed) throws IOException {
    json.writeNumberField("inputRowsPerSecond", finite(input));
    json.writeNumberField("processedRowsPerSecond", finite(processed));
  }

  private static void eventTime(JsonGenerator json, EventTimeProgress times) throws IOException {
    boolean empty =
        times.avg().isEmpty()
            && times.max().isEmpty()
            && times.min().isEmpty()
            && times.watermark().isEmpty();
    if (empty) {
      return;
    }
    json.writeObjectFieldStart("eventTime");
    time(json, "avg", times.avg());
    time(json, "max", times.max());
    time(json, "min", times.min());
    time(json, "watermark", times.watermark());
    json.writeEndObject();
  }

  private static void time(JsonGenerator json, String name, Optional<Instant> time)
      throws IOException {
    if (time.isPresent()) {
      json.writeStringField(name, TIMESTAMP.format(time.get()));
    }
  }

  private static void operator(JsonGenerator json, StateOperatorProgress operator)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("operatorName", operator.operatorName());
    json.writeNumberField("numRowsTotal", operator.numRowsTotal());
    json.writeNumberField("numRowsUpdated", operator.numRowsUpdated());
    json.writeNumberField("allUpdatesTimeMs", operator.allUpdatesTimeMs());
    json.writeNumberField("numRowsRemoved", operator.numRowsRemoved());
    json.writeNumberField("allRemovalsTimeMs", operator.allRemovalsTimeMs());
    json.writeNumberField("commitTimeMs", operator.commitTimeMs());
    json.writeNumberField("memoryUsedBytes", operator.memoryUsedBytes());
    json.writeNumberField("numRowsDroppedByWatermark", operator.numRowsDroppedByWatermark());
    json.writeNumberField("numShufflePartitions", operator.numShufflePartitions());
    json.writeNumberField("numStateStoreInstances", operator.numStateStoreInstances());
    numbers(json, "customMetrics", operator.customMetrics());
    json.writeEndObject();
  }

  private static void source(JsonGenerator json, SourceProgress source) throws IOException {
    json.writeStartObject();
    json.writeStringField("description", source.description());
    offset(json, "startOffset", source.startOffset());
    offset(json, "endOffset", source.endOffset());
    offset(json, "latestOffset", source.latestOffset());
    json.writeNumberField("numInputRows", source.numInputRows());
    rates(json, source.inputRowsPerSecond(), source.processedRowsPerSecond());
    texts(json, "metrics", source.metrics());
    json.writeNumberField("numMalformedRecords", source.numMalformedRecords());
    if (source.extent().isPresent()) {
      extent(json, source.extent().get());
    }
    json.writeEndObject();
  }

  private static void extent(JsonGenerator json, InputExtent extent) throws IOException {
    json.writeObjectFieldStart("extent");
    json.writeStringField("unit", extent.unit().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("read", extent.read());
    json.writeNumberField("total", extent.total());
    json.writeEndObject();
  }

  private static void sink(JsonGenerator json, SinkProgress sink) throws IOException {
    json.writeStartObject();
    json.writeStringField("description", sink.description());
    json.writeNumberField("numOutputRows", sink.numOutputRows());
    texts(json, "metrics", sink.metrics());
    json.writeEndObject();
  }

  private static void status(JsonGenerator json, StreamingQueryStatus status) throws IOException {
    json.writeStartObject();
    json.writeStringField("message", status.message());
    json.writeBooleanField("isDataAvailable", status.isDataAvailable());
    json.writeBooleanField("isTriggerActive", status.isTriggerActive());
    json.writeEndObject();
  }

  /** Offsets are JSON already. */
  private static void offset(JsonGenerator json, String name, Optional<String> offset)
      throws IOException {
    json.writeFieldName(name);
    if (offset.isPresent()) {
      json.writeRawValue(offset.get());
    } else {
      json.writeNull();
    }
  }

  private static void numbers(JsonGenerator json, String name, Map<String, Long> numbers)
      throws IOException {
    if (!numbers.isEmpty()) {
      json.writeObjectFieldStart(name);
      for (Map.Entry<String, Long> number : new TreeMap<>(numbers).entrySet()) {
        json.writeNumberField(number.getKey(), number.getValue());
      }
      json.writeEndObject();
    }
  }

  private static void texts(JsonGenerator json, String name, Map<String, String> texts)
      throws IOException {
    if (!texts.isEmpty()) {
      json.writeObjectFieldStart(name);
      for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
        json.writeStringField(text.getKey(), text.getValue());
      }
      json.writeEndObject();
    }
  }

  /** JSON has neither NaN nor infinity. */
  private static double finite(double value) {
    return Double.isFinite(value) ? value : 0;
  }
}
