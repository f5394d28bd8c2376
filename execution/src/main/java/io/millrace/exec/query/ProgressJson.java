package io.millrace.exec.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.millrace.api.progress.EventTimeProgress;
import io.millrace.api.progress.SourceProgress;
import io.millrace.api.progress.StateOperatorProgress;
import io.millrace.api.progress.StreamingQueryProgress;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A report as JSON with Spark's field names, so that dashboards made for Spark can read it. */
public final class ProgressJson {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private ProgressJson() {}

  /** The report over several lines. */
  public static String pretty(StreamingQueryProgress progress) {
    return render(progress, true);
  }

  /** The report in one line. */
  public static String compact(StreamingQueryProgress progress) {
    return render(progress, false);
  }

  private static String render(StreamingQueryProgress progress, boolean pretty) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      if (pretty) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        json.setPrettyPrinter(printer);
      }
      write(json, progress);
    } catch (IOException e) {
      throw new UncheckedIOException("a string refused text", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, StreamingQueryProgress progress)
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
    json.writeNumberField("inputRowsPerSecond", finite(progress.inputRowsPerSecond()));
    json.writeNumberField("processedRowsPerSecond", finite(progress.processedRowsPerSecond()));
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
    json.writeObjectFieldStart("sink");
    json.writeStringField("description", progress.sink().description());
    json.writeNumberField("numOutputRows", progress.sink().numOutputRows());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void eventTime(JsonGenerator json, EventTimeProgress times) throws IOException {
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
    json.writeNumberField("numRowsRemoved", operator.numRowsRemoved());
    json.writeNumberField("numRowsDroppedByWatermark", operator.numRowsDroppedByWatermark());
    json.writeNumberField("allUpdatesTimeMs", operator.allUpdatesTimeMs());
    json.writeNumberField("allRemovalsTimeMs", operator.allRemovalsTimeMs());
    json.writeNumberField("commitTimeMs", operator.commitTimeMs());
    json.writeNumberField("memoryUsedBytes", operator.memoryUsedBytes());
    json.writeNumberField("numShufflePartitions", operator.numShufflePartitions());
    json.writeNumberField("numStateStoreInstances", operator.numStateStoreInstances());
    numbers(json, "customMetrics", new TreeMap<>(operator.customMetrics()));
    json.writeEndObject();
  }

  private static void source(JsonGenerator json, SourceProgress source) throws IOException {
    json.writeStartObject();
    json.writeStringField("description", source.description());
    offset(json, "startOffset", source.startOffset());
    offset(json, "endOffset", source.endOffset());
    offset(json, "latestOffset", source.latestOffset());
    json.writeNumberField("numInputRows", source.numInputRows());
    json.writeNumberField("numMalformedRecords", source.numMalformedRecords());
    numbers(json, "metrics", new TreeMap<>(source.metrics()));
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
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> number : numbers.entrySet()) {
      json.writeNumberField(number.getKey(), number.getValue());
    }
    json.writeEndObject();
  }

  /** JSON has neither NaN nor infinity. */
  private static double finite(double value) {
    return Double.isFinite(value) ? value : 0;
  }
}
