package io.millrace.benchmark.measure;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A measured run, as the line {@code RESULT engine=… query=… …} that every engine's runner prints.
 *
 * @param fields the values of the line, by name
 */
public record RunResult(Map<String, String> fields) {
  private static final String WORD = "RESULT ";

  public RunResult {
    fields = Map.copyOf(fields);
  }

  /**
   * The line of a run.
   *
   * @param note what else is to be known, as {@code name=value name=value}
   */
  public static String line(
      String engine, String query, long rowsIn, Usage usage, Tally tally, String note) {
    return String.format(
        Locale.ROOT,
        WORD
            + "engine=%s query=%s format=json rowsIn=%d wall=%.3f eps=%.0f cpu=%.2f epcs=%.0f"
            + " othersCpu=%.1f total=%.3f rssMB=%d rowsOut=%d retracts=%d checksum=%016x %s",
        engine,
        query,
        rowsIn,
        usage.wallSeconds(),
        rowsIn / usage.wallSeconds(),
        usage.cpuSeconds(),
        rowsIn / usage.cpuSeconds(),
        usage.othersCpuSeconds(),
        usage.totalSeconds(),
        usage.peakMegabytes(),
        tally.rows(),
        tally.retractions(),
        tally.checksum(),
        note);
  }

  /** What a line says; empty if it is another line. */
  public static Optional<RunResult> parse(String line) {
    if (!line.startsWith(WORD)) {
      return Optional.empty();
    }
    Map<String, String> fields = new HashMap<>();
    for (String field : line.substring(WORD.length()).trim().split(" +")) {
      int sign = field.indexOf('=');
      if (sign > 0) {
        fields.put(field.substring(0, sign), field.substring(sign + 1));
      }
    }
    return Optional.of(new RunResult(fields));
  }

  public String query() {
    return text("query");
  }

  /** Rows per second of processor time. */
  public double rowsPerCpuSecond() {
    return Double.parseDouble(text("epcs"));
  }

  /** Rows per second. */
  public double rowsPerSecond() {
    return Double.parseDouble(text("eps"));
  }

  public String checksum() {
    return text("checksum");
  }

  private String text(String field) {
    String value = fields.get(field);
    if (value == null) {
      throw new IllegalStateException("no " + field + " in the result " + fields);
    }
    return value;
  }
}
