package io.millrace.shell.render;

import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Boxes and totals, for people. */
final class TablePrinter implements ResultPrinter {
  /** So many rows decide how wide the columns are; later ones are printed as they come. */
  private static final int SAMPLE_ROWS = 10_000;

  private static final long SAMPLE_CHARACTERS = 16L << 20;
  private static final int FLUSH_CHARACTERS = 1 << 16;

  private final Screen screen;

  TablePrinter(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void rows(StatementResult.Rows rows, Showing showing) {
    try (rows) {
      List<String[]> sample = new ArrayList<>();
      long characters = 0;
      Optional<ColumnBatch> batch = rows.next();
      while (batch.isPresent() && sample.size() < SAMPLE_ROWS && characters < SAMPLE_CHARACTERS) {
        ColumnBatch current = batch.get();
        for (int i = 0; i < current.size(); i++) {
          String[] cells = cells(current, current.row(i), showing.zone());
          sample.add(cells);
          for (String cell : cells) {
            characters += cell.length();
          }
        }
        batch = rows.next();
      }
      long count = print(rows, sample, batch, showing);
      StringBuilder totals = new StringBuilder();
      totals.append(Quantities.rows(count));
      if (screen.outIsTerminal() && showing.timed()) {
        totals
            .append(" (")
            .append(Quantities.seconds(System.nanoTime() - showing.startNanos()))
            .append(')');
      }
      screen.print(totals.append('\n'));
    }
  }

  private long print(
      StatementResult.Rows rows,
      List<String[]> sample,
      Optional<ColumnBatch> following,
      Showing showing) {
    Schema schema = rows.schema();
    if (screen.outIsTerminal() && !Box.fits(schema, screen, sample)) {
      RowWriter vertical =
          (text, number, cells) -> Box.vertical(text, schema, screen, number, cells);
      return print(vertical, new StringBuilder(), rows, sample, following, showing);
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
        writer.write(text, ++count, cells(current, current.row(i), showing.zone()));
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

  private static String[] cells(ColumnBatch batch, int row, ZoneId zone) {
    String[] cells = new String[batch.columnCount()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = Cells.text(batch.column(i), row, zone);
    }
    return cells;
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
