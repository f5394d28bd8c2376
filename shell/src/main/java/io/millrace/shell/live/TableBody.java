package io.millrace.shell.live;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.types.Schema;
import io.millrace.shell.live.ColumnFit.Fit;
import io.millrace.shell.live.Line.Piece;
import io.millrace.shell.render.Cells;
import io.millrace.shell.render.Quantities;
import io.millrace.shell.render.TextWidth;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The live table as lines: a box with types, marks in the margin, and a line about what is not
 * shown.
 */
final class TableBody {
  /** Lines that are no rows: three of the head with its rule, one below, the footer. */
  static final int FRAME_LINES = 6;

  /** What marks in the margin need, with a blank before them. */
  private static final int MARGIN = 9;

  private final Schema schema;
  private final boolean appends;
  private final String mode;
  private final String none;
  private final ColumnFit columns;

  /**
   * A table.
   *
   * @param mode how changes come
   * @param none said before there are any
   */
  TableBody(Schema schema, OutputMode mode, String none) {
    this.schema = schema;
    this.none = none;
    this.appends = mode == OutputMode.APPEND;
    this.mode = "   mode " + mode.name();
    this.columns = new ColumnFit(schema);
  }

  /** The terminal has another width. */
  void resized() {
    columns.forget();
  }

  /**
   * The table.
   *
   * @param width of the terminal
   * @param height of the table, with its frame
   * @param watermark µs
   */
  List<Line> lines(LiveModel model, ViewState view, int width, int height, long watermark) {
    int room = Math.max(1, height - FRAME_LINES);
    List<LiveRow> shown = choose(model, view, room);
    shown.forEach(row -> columns.see(row.text().cells()));
    Fit fit = columns.fit(view.firstColumn(), width - MARGIN);
    List<Line> lines = new ArrayList<>();
    lines.add(rule(fit, '┌', '┬', '┐'));
    lines.add(names(fit, view));
    lines.add(types(fit));
    lines.add(rule(fit, '├', '┼', '┤'));
    for (LiveRow row : shown) {
      lines.add(row(row, fit, model, watermark).cut(width));
    }
    lines.add(rule(fit, '└', '┴', '┘'));
    lines.add(Line.of(" " + footer(model, view, shown, fit, width)).cut(width));
    return lines;
  }

  private List<LiveRow> choose(LiveModel model, ViewState view, int room) {
    if (view.isPlain()) {
      view.fit(model.kept(), room, appends);
      return model.rows(room);
    }
    List<LiveRow> all = new ArrayList<>(model.rows());
    if (!view.filter().isEmpty()) {
      String text = view.filter().toLowerCase(Locale.ROOT);
      all.removeIf(row -> !contains(row, text));
    }
    if (view.sortColumn() != ViewState.UNSORTED) {
      all.sort(order(view));
    }
    boolean newestBelow = appends && view.sortColumn() == ViewState.UNSORTED;
    int from = view.fit(all.size(), room, newestBelow);
    return all.subList(from, Math.min(all.size(), from + room));
  }

  private static boolean contains(LiveRow row, String text) {
    return row.text().cells().stream().anyMatch(c -> c.toLowerCase(Locale.ROOT).contains(text));
  }

  private Comparator<LiveRow> order(ViewState view) {
    int column = view.sortColumn();
    Comparator<LiveRow> order =
        schema.type(column).kind().isNumeric()
            ? Comparator.comparing(
                row -> number(row.text().cells().get(column)),
                Comparator.nullsFirst(Comparator.naturalOrder()))
            : Comparator.comparing(row -> row.text().cells().get(column));
    return view.descending() ? order.reversed() : order;
  }

  @SuppressWarnings("NullAway")
  private static BigDecimal number(String cell) {
    try {
      return new BigDecimal(cell.replace(",", ""));
    } catch (NumberFormatException e) {
      // NULL, NaN and the infinities stand before all numbers.
      return null;
    }
  }

  private Line rule(Fit fit, char left, char middle, char right) {
    StringBuilder text = new StringBuilder().append(left);
    for (int i = 0; i < fit.count(); i++) {
      text.append(i > 0 ? String.valueOf(middle) : "").append("─".repeat(fit.widths()[i] + 2));
    }
    return Line.of(text.append(right).toString());
  }

  private Line names(Fit fit, ViewState view) {
    Line.Builder line = new Line.Builder().add("│");
    for (int i = 0; i < fit.count(); i++) {
      int column = fit.first() + i;
      String mark = view.sortColumn() != column ? "" : view.descending() ? " ↓" : " ↑";
      line.add(centered(Cells.visible(schema.name(column)) + mark, fit.widths()[i]), Style.BRIGHT);
      line.add("│");
    }
    return line.build();
  }

  private Line types(Fit fit) {
    Line.Builder line = new Line.Builder().add("│");
    for (int i = 0; i < fit.count(); i++) {
      line.add(centered(schema.type(fit.first() + i).sql(), fit.widths()[i]), Style.DIM).add("│");
    }
    return line.build();
  }

  private static String centered(String text, int width) {
    StringBuilder cell = new StringBuilder();
    TextWidth.center(cell, TextWidth.cut(text, width + 2), width + 2);
    return cell.toString();
  }

  private Line row(LiveRow row, Fit fit, LiveModel model, long watermark) {
    Line.Builder line = new Line.Builder().add("│");
    for (int i = 0; i < fit.count(); i++) {
      int column = fit.first() + i;
      line.add(cell(row, column, fit.widths()[i], model.refreshes())).add("│");
    }
    Piece margin = row.margin(model.refreshes(), watermark);
    if (!margin.text().isEmpty()) {
      line.add(" ").add(margin);
    }
    return line.build();
  }

  /** By identity: a text that reads NULL is another string. */
  @SuppressWarnings("ReferenceEquality")
  private Piece cell(LiveRow row, int column, int width, long refresh) {
    String text = row.text().cells().get(column);
    Style style = Style.PLAIN;
    if (text == Cells.NULL || row.what() == LiveRow.What.GONE) {
      style = Style.DIM;
    } else if (row.isBright(column, refresh)) {
      style = Style.BRIGHT;
    }
    StringBuilder cell = new StringBuilder(" ");
    String cut = TextWidth.cut(text, width);
    if (Cells.isRightAligned(schema.type(column))) {
      TextWidth.right(cell, cut, width);
    } else {
      TextWidth.left(cell, cut, width);
    }
    return new Piece(cell.append(' ').toString(), style, width + 2);
  }

  private String footer(LiveModel model, ViewState view, List<LiveRow> shown, Fit fit, int width) {
    if (model.refreshes() == 0) {
      return none + mode;
    }
    long hidden =
        model.total() - shown.stream().filter(row -> row.what() != LiveRow.What.GONE).count();
    String changed =
        ", "
            + Quantities.grouped(Long.toString(model.changed()))
            + (model.changedMore() ? "+" : "")
            + (appends ? " in " : " changed in ")
            + model.batches();
    StringBuilder text = new StringBuilder();
    if (hidden > 0) {
      text.append(", ").append(Quantities.grouped(Long.toString(hidden))).append(" hidden");
    }
    what(view, fit).ifPresent(what -> text.append("   ").append(what));
    String rows = Quantities.rows(model.total());
    boolean fits = rows.length() + changed.length() + text.length() < width;
    String line = rows + (fits ? changed : "") + text;
    return line.length() + mode.length() < width ? line + mode : line;
  }

  private Optional<String> what(ViewState view, Fit fit) {
    List<String> parts = new ArrayList<>();
    if (!view.filter().isEmpty()) {
      parts.add("filter \"" + view.filter() + "\"");
    }
    if (view.scroll() != ViewState.FOLLOW) {
      parts.add("from row " + (view.scroll() + 1));
    }
    if (fit.count() < schema.size()) {
      parts.add(
          "columns "
              + (fit.first() + 1)
              + "–"
              + (fit.first() + fit.count())
              + " of "
              + schema.size()
              + " ←→");
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
  }
}
