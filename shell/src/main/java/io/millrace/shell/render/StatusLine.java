package io.millrace.shell.render;

import io.millrace.api.progress.EventTimeProgress;
import io.millrace.api.progress.StateOperatorProgress;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.api.query.StreamingQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One line that says what a query is doing: rates, batch, watermark with lag, state, late rows.
 * Counts late rows over all batches it has seen; not thread-safe.
 */
final class StatusLine {
  private static final int NARROW = 80;

  private final StreamingQuery query;
  private final long startNanos;
  private long lastBatch = -1;
  private long late;

  StatusLine(StreamingQuery query, long startNanos) {
    this.query = query;
    this.startNanos = startNanos;
  }

  /** The line for now, no wider than the terminal. */
  String text(long nowNanos, Instant now, int columns) {
    Optional<StreamingQueryProgress> progress = query.lastProgress();
    String line =
        progress.isEmpty()
            ? "○ " + Quantities.clock(nowNanos - startNanos) + "  " + query.status().message()
            : running(progress.get(), nowNanos, now, columns < NARROW);
    return TextWidth.cut(line, columns - 1);
  }

  private String running(
      StreamingQueryProgress progress, long nowNanos, Instant now, boolean narrow) {
    countLate();
    boolean idle = progress.numInputRows() == 0 && !query.status().isTriggerActive();
    StringBuilder line = new StringBuilder(idle ? "○ " : "● ");
    if (!narrow) {
      line.append(query.name()).append("  ");
      line.append(Quantities.clock(nowNanos - startNanos)).append("  ");
    }
    line.append("in ").append(Quantities.compact(progress.inputRowsPerSecond())).append("/s");
    if (!narrow) {
      line.append("  processed ")
          .append(Quantities.compact(progress.processedRowsPerSecond()))
          .append("/s");
    }
    line.append(narrow ? " " : "  ").append("batch ").append(progress.batchId());
    line.append(' ').append(progress.batchDuration()).append("ms");
    progress
        .eventTime()
        .flatMap(EventTimeProgress::watermark)
        .ifPresent(watermark -> watermark(line, watermark, now, narrow));
    state(line, progress, narrow);
    if (!narrow) {
      line.append("  late ").append(late);
    }
    return line.toString();
  }

  private static void watermark(
      StringBuilder line, Instant watermark, Instant now, boolean narrow) {
    long lag = Math.max(0, Duration.between(watermark, now).toMillis());
    if (narrow) {
      line.append(" lag ").append(lag(lag));
    } else {
      line.append("  watermark ").append(watermark).append(" lag ").append(lag(lag));
    }
  }

  private static String lag(long millis) {
    if (millis < 60_000) {
      return String.format(java.util.Locale.ROOT, "%.1fs", millis / 1000.0);
    }
    Duration lag = Duration.ofMillis(millis);
    return lag.toDays() > 0
        ? Quantities.compact(lag.toDays()) + "d"
        : lag.toHours() + "h" + lag.toMinutesPart() + "m";
  }

  private static void state(StringBuilder line, StreamingQueryProgress progress, boolean narrow) {
    long rows = 0;
    long bytes = 0;
    for (StateOperatorProgress operator : progress.stateOperators()) {
      rows += operator.numRowsTotal();
      bytes += operator.memoryUsedBytes();
    }
    if (progress.stateOperators().isEmpty()) {
      return;
    }
    line.append(narrow ? " state " : "  state ");
    if (!narrow) {
      line.append(Quantities.compact(rows)).append(rows == 1 ? " row " : " rows ");
    }
    line.append(Quantities.bytes(bytes));
  }

  private void countLate() {
    for (StreamingQueryProgress progress : query.recentProgress()) {
      if (progress.batchId() > lastBatch) {
        lastBatch = progress.batchId();
        for (StateOperatorProgress operator : progress.stateOperators()) {
          late += operator.numRowsDroppedByWatermark();
        }
      }
    }
  }
}
