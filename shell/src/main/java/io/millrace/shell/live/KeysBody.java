package io.millrace.shell.live;

import java.util.ArrayList;
import java.util.List;

/** What the keys do. */
final class KeysBody {
  private static final List<Line> FOLLOWING =
      List.of(
          key("q, Ctrl-C", "leave; the query goes on"),
          key("space", "freeze the picture and let it go on; the query does not notice"),
          key("d", "what each operator does"),
          key("↑ ↓ PgUp PgDn", "scroll; Home, End: to the ends; Esc: to the newest again"),
          key("← →", "other columns, where they do not all fit"),
          key("?", "this list, and back"));

  private static final List<Line> ALL =
      List.of(
          key("q, Ctrl-C", "stop the query; its last state stays on the screen"),
          key("space", "freeze the picture and let it go on; the query does not notice"),
          key("c", "the changes as they come, and back to the table"),
          key("s, S", "sort by the next column; turn the order round"),
          key("/", "show only rows with a text; Enter keeps it, Esc shows all again"),
          key("d", "what each operator does"),
          key("↑ ↓ PgUp PgDn", "scroll; Home, End: to the ends; Esc: to the newest again"),
          key("← →", "other columns, where they do not all fit"),
          key("?", "this list, and back"));

  private static final List<Line> MARKS =
      List.of(
          key("+37, changed", "what the newest batch did to the row"),
          key("new, gone", "a row that came, or went"),
          key("final", "the watermark has passed the row: it changes no more"));

  private KeysBody() {}

  private static Line key(String keys, String what) {
    return new Line.Builder()
        .add(" " + StatusLines.padded(keys, 15, false), Style.BRIGHT)
        .add(what)
        .build();
  }

  static List<Line> lines(boolean follows, int columns, int height) {
    List<Line> lines = new ArrayList<>(follows ? FOLLOWING : ALL);
    if (!follows) {
      lines.add(Line.EMPTY);
      lines.addAll(MARKS);
    }
    lines.replaceAll(line -> line.cut(columns));
    return lines.subList(0, Math.min(lines.size(), Math.max(1, height)));
  }
}
