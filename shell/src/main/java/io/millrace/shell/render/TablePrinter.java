package io.millrace.shell.render;

import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Boxes and totals, for people. */
final class TablePrinter implements ResultPrinter {
  /** So many rows decide how wide the columns are; later ones are printed as they come. */
  private static final int SAMPLE_ROWS = 10_000;

  private static final long SAMPLE_CHARACTERS = 16L << 20;
  private static final int FLUSH_CHARACTERS = 1 << 16;

  /** Lines of dots between the beginning and the end of a long result. */
  private static final int GAP_LINES = 3;

  private static final long RATED_ROWS = 1_000;

  private final Screen screen;

  private final boolean vertical;

  /**
   * A printer of results.
   *
   * @param vertical whether each value gets a line of its own, however narrow the rows are
   */
  TablePrinter(Screen screen, boolean vertical) {
    this.screen = screen;
    this.vertical = vertical;
  }

  @Override
  public void rows(StatementResult.Rows rows, Showing showing) {
    try (rows) {
      if (screen.outIsTerminal() && showing.maxRows() > 0) {
        excerpt(rows, showing);
        return;
      }
      List<String[]> sample = new ArrayList<>();
      long characters = 0;
      Optional<ColumnBatch> batch = rows.next();
      while (batch.isPresent() && sample.size() < SAMPLE_ROWS && characters < SAMPLE_CHARACTERS) {
        ColumnBatch current = batch.get();
        for (int i = 0; i < current.size(); i++) {
          String[] cells = Cells.row(current, current.row(i), showing.zone());
          sample.add(cells);
          for (String cell : cells) {
            characters += cell.length();
          }
        }
        batch = rows.next();
      }
      long count = print(rows, sample, batch, showing);
      screen.print(totals(count, count, showing));
    }
  }

  /** Prints the beginning and the end of a result. */
  private void excerpt(StatementResult.Rows rows, Showing showing) {
    Excerpt excerpt = Excerpt.read(rows, showing.zone(), showing.maxRows());
    List<String[]> shown = excerpt.rows();
    Schema schema = rows.schema();
    StringBuilder text = new StringBuilder();
    if (vertical || !Box.fits(schema, screen, shown)) {
      long number = 0;
      for (String[] cells : excerpt.head()) {
        Box.vertical(text, schema, screen, ++number, cells);
      }
      number = excerpt.count() - excerpt.tail().size();
      text.append(excerpt.isWhole() ? "" : " ·\n ·\n ·\n");
      for (String[] cells : excerpt.tail()) {
        Box.vertical(text, schema, screen, ++number, cells);
      }
    } else {
      Box box = Box.fitting(schema, screen, shown);
      box.top(text);
      excerpt.head().forEach(cells -> box.row(text, cells));
      for (int i = 0; i < GAP_LINES && !excerpt.isWhole(); i++) {
        box.gap(text);
      }
      excerpt.tail().forEach(cells -> box.row(text, cells));
      box.bottom(text);
    }
    screen.print(text.append(totals(excerpt.count(), shown.size(), showing)));
  }

  private String totals(long count, long shown, Showing showing) {
    StringBuilder totals = new StringBuilder();
    totals.append(Quantities.rows(count));
    if (shown < count) {
      totals.append(", ").append(shown).append(" shown");
    }
    if (screen.outIsTerminal() && showing.timed()) {
      long nanos = System.nanoTime() - showing.startNanos();
      totals.append(" (").append(Quantities.seconds(nanos)).append(rate(count, nanos)).append(')');
    }
    return totals.append('\n').toString();
  }

  /** Rows a second, where there are enough to make a rate. */
  private static String rate(long count, long nanos) {
    if (count < RATED_ROWS) {
      return "";
    }
    return ", " + Quantities.compact(count / (nanos / 1e9)) + " rows/s";
  }

  private long print(
      StatementResult.Rows rows,
      List<String[]> sample,
      Optional<ColumnBatch> following,
      Showing showing) {
    Schema schema = rows.schema();
    if (vertical || (screen.outIsTerminal() && !Box.fits(schema, screen, sample))) {
      RowWriter writer = (text, number, cells) -> Box.vertical(text, schema, screen, number, cells);
      return print(writer, new StringBuilder(), rows, sample, following, showing);
    }
    Box box =
        screen.outIsTerminal()
            ? Box.fitting(schema, screen, sample)
            : Box.unlimited(schema, screen, sample);
    StringBuilder text = new StringBuilder();
    box.top(text);
    long count =
        print(
            (line, number, cells) -> box.row(line, cells), text, rows, sample, following, showing);
    text.setLength(0);
    box.bottom(text);
    screen.out().append(text);
    return count;
  }

  private interface RowWriter {
    void write(StringBuilder text, long number, String[] cells);
  }

  /** Prints what is in the text, the sample and what follows; gives the number of rows. */
  private long print(
      RowWriter writer,
      StringBuilder text,
      StatementResult.Rows rows,
      List<String[]> sample,
      Optional<ColumnBatch> following,
      Showing showing) {
    long count = 0;
    for (String[] cells : sample) {
      writer.write(text, ++count, cells);
      handOn(text);
    }
    Optional<ColumnBatch> batch = following;
    while (batch.isPresent()) {
      ColumnBatch current = batch.get();
      for (int i = 0; i < current.size(); i++) {
        writer.write(text, ++count, Cells.row(current, current.row(i), showing.zone()));
        handOn(text);
      }
      batch = rows.next();
    }
    screen.out().append(text);
    return count;
  }

  private void handOn(StringBuilder text) {
    if (text.length() >= FLUSH_CHARACTERS) {
      screen.print(text);
      text.setLength(0);
    }
  }

  @Override
  public void changes(StatementResult.Changes changes, Showing showing) {
    new Changelog(screen, changes, showing.zone()).print();
  }

  @Override
  public void text(StatementResult.Text text) {
    screen.print(text.text() + "\n");
  }

  @Override
  public void error(String line) {
    screen.print(line + "\n");
  }
}
