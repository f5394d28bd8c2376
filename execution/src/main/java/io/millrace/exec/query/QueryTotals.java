package io.millrace.exec.query;

import static io.millrace.exec.build.StepInput.NO_WATERMARK;

import io.millrace.api.progress.SourceProgress;
import io.millrace.api.progress.StateOperatorProgress;
import io.millrace.api.progress.StreamingQueryProgress;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * What all batches of a query did together.
 *
 * @param batches committed
 * @param inputRows read
 * @param outputRows written
 * @param malformedRecords nulled or skipped
 * @param lateRows dropped behind the watermark
 * @param peakStateBytes the most that state took after any batch
 * @param watermark the newest, µs; {@code NO_WATERMARK} if there is none
 * @param elapsedNanos since the start
 */
public record QueryTotals(
    long batches,
    long inputRows,
    long outputRows,
    long malformedRecords,
    long lateRows,
    long peakStateBytes,
    long watermark,
    long elapsedNanos) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  static final QueryTotals NONE = new QueryTotals(0, 0, 0, 0, 0, 0, NO_WATERMARK, 0);

  QueryTotals plus(StreamingQueryProgress progress, long newWatermark) {
    long late = 0;
    long state = 0;
    for (StateOperatorProgress operator : progress.stateOperators()) {
      late += operator.numRowsDroppedByWatermark();
      state += operator.memoryUsedBytes();
    }
    return new QueryTotals(
        batches + 1,
        inputRows + progress.numInputRows(),
        outputRows + progress.sink().numOutputRows(),
        malformedRecords
            + progress.sources().stream().mapToLong(SourceProgress::numMalformedRecords).sum(),
        lateRows + late,
        Math.max(peakStateBytes, state),
        newWatermark,
        elapsedNanos);
  }

  QueryTotals withWatermark(long newWatermark) {
    return new QueryTotals(
        batches,
        inputRows,
        outputRows,
        malformedRecords,
        lateRows,
        peakStateBytes,
        newWatermark,
        elapsedNanos);
  }

  QueryTotals withElapsed(long nanos) {
    return new QueryTotals(
        batches,
        inputRows,
        outputRows,
        malformedRecords,
        lateRows,
        peakStateBytes,
        watermark,
        nanos);
  }

  /** The newest watermark; empty if there is none. */
  public Optional<Instant> watermarkTime() {
    return watermark == NO_WATERMARK
        ? Optional.empty()
        : Optional.of(ProgressReporter.instant(watermark));
  }

  /**
   * The line that ends a query: {@code 3,000,000 rows in 4.87s (616k/s), 12 batches, 1,042 rows
   * out, state at most 8.4MB, watermark 2026-03-01 23:59:54}.
   */
  public String summary(ZoneId zone) {
    StringBuilder line = new StringBuilder();
    double seconds = elapsedNanos / 1e9;
    line.append(counted(inputRows, "row"))
        .append(String.format(Locale.ROOT, " in %.2fs", seconds))
        .append(" (")
        .append(scaled(inputRows / Math.max(0.001, seconds)))
        .append("/s), ")
        .append(counted(batches, "batch"))
        .append(", ")
        .append(counted(outputRows, "row"))
        .append(" out");
    if (peakStateBytes > 0) {
      line.append(", state at most ").append(bytes(peakStateBytes));
    }
    if (malformedRecords > 0) {
      line.append(", ").append(counted(malformedRecords, "malformed record"));
    }
    if (lateRows > 0) {
      line.append(", ").append(counted(lateRows, "late row")).append(" dropped");
    }
    if (watermark != NO_WATERMARK) {
      line.append(", watermark ")
          .append(TIME.format(ProgressReporter.instant(watermark).atZone(zone)));
    }
    return line.toString();
  }

  private static String counted(long count, String noun) {
    String plural = noun.endsWith("ch") ? noun + "es" : noun + "s";
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? noun : plural);
  }

  /** Three digits and a unit: 616k, 25.0k, 1.20M; below a thousand the whole number. */
  static String scaled(double value) {
    if (value < 999.5) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    double scaled = value / 1_000;
    for (String unit : new String[] {"k", "M", "G"}) {
      if (scaled < 999.5 || unit.equals("G")) {
        int decimals = scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f%s", scaled, unit);
      }
      scaled /= 1_000;
    }
    throw new IllegalStateException("unreachable");
  }

  static String bytes(long bytes) {
    if (bytes < 1 << 10) {
      return bytes + "B";
    }
    double scaled = bytes / 1024.0;
    for (String unit : new String[] {"KB", "MB"}) {
      if (scaled < 1_023.95) {
        return String.format(Locale.ROOT, "%.1f%s", scaled, unit);
      }
      scaled /= 1024;
    }
    return String.format(Locale.ROOT, "%.1fGB", scaled);
  }
}
