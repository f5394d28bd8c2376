package io.millrace.shell.live;

import io.millrace.api.StatementResult.Changes;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.types.Schema;
import io.millrace.shell.live.QueryMeter.Reading;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the picture together for a terminal of some size: the table, or what was chosen in its
 * place, the status, details if they are wanted, and a line about keys.
 */
final class LiveLayout {
  private static final String HELP =
      " q stop  space freeze  c changelog  s sort  / filter  d details  ? keys";
  private static final String SHORT_HELP = " q stop  space freeze  c changelog  ? keys";
  private static final String STOPPING = " stopping …  a second Ctrl-C does not wait for it";
  private static final String FOLLOWING_HELP =
      " q leave: the query goes on  space freeze  d details  ? keys";

  private final ZoneId zone;
  private final String name;
  private final TableBody table;
  private final ChangelogBody changelog;
  private int lastColumns;

  LiveLayout(Changes changes, ZoneId zone) {
    Schema schema = changes.schema();
    this.zone = zone;
    this.name = changes.query().name();
    boolean appends = changes.mode() == OutputMode.APPEND;
    String none =
        appends && changes.finality().isPresent()
            ? "no rows yet: in mode APPEND a row comes when the watermark has passed it"
            : "no rows yet";
    this.table = new TableBody(schema, changes.mode(), none);
    this.changelog = new ChangelogBody(schema, changes.mode());
  }

  /**
   * The lines of the picture, from the top, at most as many as the terminal has.
   *
   * @param reading of the query's progress
   * @param columns of the terminal
   * @param rows of the terminal
   */
  List<Line> lines(
      LiveModel model, ViewState view, Reading reading, Instant now, int columns, int rows) {
    if (columns != lastColumns) {
      table.resized();
      lastColumns = columns;
    }
    List<Line> below =
        new ArrayList<>(
            view.follows()
                ? ProgressLines.of(name, reading, false, now, zone, columns)
                : StatusLines.of(reading, now, zone, columns));
    if (view.details()) {
      below.addAll(DetailsBody.lines(reading, columns));
    }
    below.add(help(view, columns));
    int height = rows - below.size();
    List<Line> lines = new ArrayList<>();
    if (height > 0) {
      lines.addAll(body(model, view, reading, columns, height));
    }
    lines.addAll(below);
    return lines.stream().limit(rows).map(line -> line.cut(columns)).toList();
  }

  private List<Line> body(
      LiveModel model, ViewState view, Reading reading, int columns, int height) {
    List<Line> lines =
        switch (view.body()) {
          case TABLE -> table.lines(model, view, columns, height, watermarkMicros(reading));
          case CHANGELOG -> changelog.lines(model, view, columns, height);
          case KEYS -> KeysBody.lines(view.follows(), columns, height);
        };
    return lines.size() <= height ? lines : lines.subList(lines.size() - height, lines.size());
  }

  /** The table alone, as it is left behind. */
  List<Line> rest(LiveModel model, ViewState view, Reading reading, int columns, int rows) {
    return table.lines(model, view, columns, rows, watermarkMicros(reading));
  }

  /** The last changes alone, as they are left behind. */
  List<Line> lastChanges(LiveModel model, int columns, int count) {
    return changelog.last(model, columns, count);
  }

  private static long watermarkMicros(Reading reading) {
    return reading
        .watermark()
        .map(w -> w.getEpochSecond() * 1_000_000 + w.getNano() / 1_000)
        .orElse(Long.MIN_VALUE);
  }

  private static Line help(ViewState view, int columns) {
    if (view.typing()) {
      return new Line.Builder()
          .add(" filter: ", Style.BRIGHT)
          .add(view.filter() + "_")
          .add("   Enter keeps it, Esc shows all", Style.DIM)
          .build()
          .cut(columns);
    }
    Line.Builder line = new Line.Builder();
    if (view.stopping()) {
      return line.add(STOPPING, Style.WARNING).build().cut(columns);
    }
    if (view.frozen()) {
      line.add(" frozen: space goes on ", Style.WARNING);
    }
    String keys = columns < StatusLines.NARROW ? SHORT_HELP : HELP;
    return line.add(view.follows() ? FOLLOWING_HELP : keys, Style.DIM).build().cut(columns);
  }
}
