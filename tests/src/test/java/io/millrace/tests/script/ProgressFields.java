package io.millrace.tests.script;

import io.millrace.api.progress.EventTimeProgress;
import io.millrace.api.progress.SourceProgress;
import io.millrace.api.progress.StateOperatorProgress;
import io.millrace.api.progress.StreamingQueryProgress;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The fields of a report that PROGRESS knows; those of operators and sources are summed up. */
final class ProgressFields {
  static final String NONE = "NONE";

  private ProgressFields() {}

  static String actual(StreamingQueryProgress report, String name) {
    return switch (name) {
      case "batchId" -> Long.toString(report.batchId());
      case "numInputRows" -> Long.toString(report.numInputRows());
      case "numOutputRows" -> Long.toString(report.sink().numOutputRows());
      case "numMalformedRecords" ->
          Long.toString(
              report.sources().stream().mapToLong(SourceProgress::numMalformedRecords).sum());
      case "numRowsTotal" -> sum(report, StateOperatorProgress::numRowsTotal);
      case "numRowsUpdated" -> sum(report, StateOperatorProgress::numRowsUpdated);
      case "numRowsRemoved" -> sum(report, StateOperatorProgress::numRowsRemoved);
      case "numRowsDroppedByWatermark" ->
          sum(report, StateOperatorProgress::numRowsDroppedByWatermark);
      case "numDroppedDuplicateRows" ->
          sum(report, operator -> operator.customMetrics().getOrDefault(name, 0L));
      case "watermark" -> time(report, EventTimeProgress::watermark);
      case "min" -> time(report, EventTimeProgress::min);
      case "max" -> time(report, EventTimeProgress::max);
      case "avg" -> time(report, EventTimeProgress::avg);
      default -> throw new AssertionError("PROGRESS does not know the field " + name);
    };
  }

  static String expected(String name, String value) {
    return switch (name) {
      case "watermark", "min", "max", "avg" -> time(value);
      default -> value;
    };
  }

  /** An expected time in the form in which actual ones are written. */
  static String time(String text) {
    return text.equals(NONE) ? NONE : Cells.write(Cells.timestamp(text.replace('T', ' ')));
  }

  private static String time(
      StreamingQueryProgress report, Function<EventTimeProgress, Optional<Instant>> field) {
    return report.eventTime().flatMap(field).map(Cells::write).orElse(NONE);
  }

  private static String sum(
      StreamingQueryProgress report, ToLongFunction<StateOperatorProgress> field) {
    return Long.toString(report.stateOperators().stream().mapToLong(field).sum());
  }
}
