package io.millrace.shell.live;

import io.millrace.api.batch.RowKind;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.types.Schema;
import io.millrace.shell.live.ChangeIntake.LogLine;
import io.millrace.shell.render.Cells;
import io.millrace.shell.render.Quantities;
import io.millrace.shell.render.TextWidth;
import java.util.ArrayList;
import java.util.List;

/** The last changes as lines, the newest at the bottom. */
final class ChangelogBody {
  /** Lines that are no changes: the head and the footer. */
  private static final int FRAME_LINES = 2;

  private static final int BATCH_WIDTH = 6;

  private final Schema schema;
  private final String mode;
  private final int[] widths;

  ChangelogBody(Schema schema, OutputMode mode) {
    this.schema = schema;
    this.mode = "   mode " + mode.name();
    this.widths = new int[schema.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = TextWidth.of(Cells.visible(schema.name(i)));
    }
  }

  List<Line> lines(LiveModel model, ViewState view, int width, int height) {
    int room = Math.max(1, height - FRAME_LINES);
    List<LogLine> log = model.log();
    int from = view.fit(log.size(), room, true);
    List<LogLine> shown = log.subList(from, Math.min(log.size(), from + room));
    List<Line> lines = changes(shown, view.firstColumn(), width);
    String footer = "the last " + shown.size() + " changes";
    if (log.size() > shown.size()) {
      footer +=
          " of "
              + Quantities.grouped(Integer.toString(log.size()))
              + " kept"
              + (view.scroll() == ViewState.FOLLOW ? "" : ", older ones");
    }
    String count = log.isEmpty() ? "no changes yet" : footer;
    lines.add(Line.of(" " + count + mode, Style.DIM).cut(width));
    return lines;
  }

  /** The last changes, at most so many, without a footer. */
  List<Line> last(LiveModel model, int width, int count) {
    List<LogLine> log = model.log();
    return changes(log.subList(Math.max(0, log.size() - count), log.size()), 0, width);
  }

  private List<Line> changes(List<LogLine> shown, int firstColumn, int width) {
    for (LogLine line : shown) {
      for (int i = firstColumn; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], TextWidth.of(line.row().cells().get(i)));
      }
    }
    List<Line> lines = new ArrayList<>();
    lines.add(head(firstColumn).cut(width));
    shown.forEach(line -> lines.add(line(line, firstColumn).cut(width)));
    return lines;
  }

  private Line head(int firstColumn) {
    StringBuilder text = new StringBuilder();
    TextWidth.right(text, "batch", BATCH_WIDTH);
    text.append("  op");
    for (int i = firstColumn; i < widths.length; i++) {
      text.append("  ");
      cell(text, i, Cells.visible(schema.name(i)));
    }
    return Line.of(text.toString().stripTrailing(), Style.BRIGHT);
  }

  private Line line(LogLine change, int firstColumn) {
    StringBuilder batch = new StringBuilder();
    TextWidth.right(batch, Long.toString(change.batch()), BATCH_WIDTH);
    Line.Builder line = new Line.Builder().add(batch.append("  ").toString());
    line.add(change.kind().symbol(), style(change.kind()));
    for (int i = firstColumn; i < widths.length; i++) {
      StringBuilder text = new StringBuilder();
      cell(text, i, change.row().cells().get(i));
      line.add("  ").add(new Line.Piece(text.toString(), Style.PLAIN, widths[i]));
    }
    return line.build();
  }

  private void cell(StringBuilder text, int column, String value) {
    if (Cells.isRightAligned(schema.type(column))) {
      TextWidth.right(text, value, widths[column]);
    } else {
      TextWidth.left(text, value, widths[column]);
    }
  }

  private static Style style(RowKind kind) {
    return switch (kind) {
      case INSERT, UPDATE_AFTER -> Style.GOOD;
      case UPDATE_BEFORE, DELETE -> Style.BAD;
    };
  }
}
