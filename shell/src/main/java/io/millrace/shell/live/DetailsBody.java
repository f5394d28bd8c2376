package io.millrace.shell.live;

import io.millrace.api.progress.SourceProgress;
import io.millrace.api.progress.StateOperatorProgress;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.shell.live.QueryMeter.Reading;
import io.millrace.shell.render.Quantities;
import io.millrace.shell.render.TextWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the newest batch with rows did, operator by operator, and where its time went. */
final class DetailsBody {
  private static final String NOTHING = "-";

  private DetailsBody() {}

  static List<Line> lines(Reading reading, int columns) {
    if (reading.work().isEmpty()) {
      return List.of(Line.of(" no batch with rows yet", Style.DIM));
    }
    StreamingQueryProgress batch = reading.work().get();
    List<String[]> rows = new ArrayList<>();
    rows.add(
        new String[] {
          "operator", "rows in", "rows out", "updated", "late", "time", "state rows", "bytes"
        });
    for (SourceProgress source : batch.sources()) {
      rows.add(row("source " + source.description(), NOTHING, number(source.numInputRows())));
    }
    for (StateOperatorProgress operator : batch.stateOperators()) {
      rows.add(operator(operator, batch));
    }
    rows.add(row("sink " + batch.sink().description(), number(batch.sink().numOutputRows()), "-"));
    List<Line> lines = new ArrayList<>(table(rows, columns));
    lines.add(Line.of(" " + phases(batch), Style.DIM).cut(columns));
    return lines;
  }

  private static String[] row(String name, String in, String out) {
    return new String[] {name, in, out, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING};
  }

  private static String[] operator(StateOperatorProgress operator, StreamingQueryProgress batch) {
    return new String[] {
      operator.operatorName(),
      NOTHING,
      NOTHING,
      number(operator.numRowsUpdated()),
      number(operator.numRowsDroppedByWatermark()),
      share(QueryMeter.millis(operator), batch.batchDuration()),
      number(operator.numRowsTotal()),
      Quantities.bytes(operator.memoryUsedBytes())
    };
  }

  /** {@code 71 %}. */
  static String share(long part, long whole) {
    return whole <= 0
        ? NOTHING
        : String.format(Locale.ROOT, "%.0f %%", Math.min(100, 100.0 * part / whole));
  }

  private static String number(long value) {
    return value < 0 ? NOTHING : Quantities.grouped(Long.toString(value));
  }

  private static List<Line> table(List<String[]> rows, int columns) {
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], TextWidth.of(row[i]));
      }
    }
    int figures = 0;
    for (int i = 1; i < widths.length; i++) {
      figures += widths[i] + 2;
    }
    widths[0] = Math.max(10, Math.min(widths[0], columns - figures - 1));
    List<Line> lines = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder text = new StringBuilder(" ");
      TextWidth.left(text, TextWidth.cut(row[0], widths[0]), widths[0]);
      for (int i = 1; i < widths.length; i++) {
        text.append("  ");
        TextWidth.right(text, row[i], widths[i]);
      }
      lines.add(Line.of(text.toString(), lines.isEmpty() ? Style.DIM : Style.PLAIN).cut(columns));
    }
    return lines;
  }

  /** {@code batch 57: 12ms [read 2 run 8 state 1 commit 1]}. */
  private static String phases(StreamingQueryProgress batch) {
    return "batch " + batch.batchId() + ": " + batch.batchDuration() + "ms " + phaseTimes(batch);
  }

  /** {@code [read 9 run 25 state 5 commit 2]}, milliseconds. */
  static String phaseTimes(StreamingQueryProgress batch) {
    Map<String, Long> times = batch.durationMs();
    long read = sum(times, "latestOffset", "getBatch");
    long run = sum(times, "addBatch");
    long state = sum(times, "stateCommit");
    long commit = sum(times, "walCommit", "sinkCommit", "commitOffsets");
    return "[read " + read + " run " + run + " state " + state + " commit " + commit + "]";
  }

  private static long sum(Map<String, Long> times, String... names) {
    long sum = 0;
    for (String name : names) {
      sum += times.getOrDefault(name, 0L);
    }
    return sum;
  }
}
