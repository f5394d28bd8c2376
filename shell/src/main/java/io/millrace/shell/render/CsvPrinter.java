package io.millrace.shell.render;

import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Comma-separated values: for each result a header, its rows and one blank line. NULL is an empty
 * field, the empty string is {@code ""}; a field is quoted if it would be read as something else.
 */
final class CsvPrinter implements ResultPrinter {
  private final Screen screen;

  CsvPrinter(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void rows(StatementResult.Rows rows, Showing showing) {
    try (rows) {
      StringBuilder text = new StringBuilder();
      // The first rows come before the header: if there are none but an error, that is all there
      // is.
      Optional<ColumnBatch> batch = rows.next();
      header(text, rows.schema().names());
      while (batch.isPresent()) {
        ColumnBatch current = batch.get();
        for (int i = 0; i < current.size(); i++) {
          fields(text, current, current.row(i), showing.zone());
        }
        screen.out().append(text);
        text.setLength(0);
        batch = rows.next();
      }
      screen.print(text.append('\n'));
    }
  }

  @Override
  public void changes(StatementResult.Changes changes, Showing showing) {
    try (changes) {
      Schema schema = changes.schema();
      ChangeColumns names = ChangeColumns.of(schema);
      StringBuilder text = new StringBuilder();
      text.append(names.operation()).append(',').append(names.batch()).append(',');
      header(text, schema.names());
      screen.print(text);
      Optional<StatementResult.Changes.Step> next = changes.next();
      while (next.isPresent()) {
        StatementResult.Changes.Step step = next.get();
        text.setLength(0);
        for (int i = 0; i < step.changes().size(); i++) {
          text.append(step.changes().kind(i).symbol()).append(',').append(step.batchId());
          fields(text.append(','), step.changes().rows(), i, showing.zone());
        }
        screen.print(text);
        next = changes.next();
      }
      screen.print("\n");
    }
  }

  @Override
  public void text(StatementResult.Text text) {
    StringBuilder csv = new StringBuilder(text.name()).append("\n");
    for (String line : text.text().split("\n", -1)) {
      field(csv, line);
      csv.append('\n');
    }
    screen.print(csv.append('\n'));
  }

  @Override
  public void error(String line) {
    screen.print(line + "\n");
  }

  private static void header(StringBuilder text, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      field(i == 0 ? text : text.append(','), names.get(i));
    }
    text.append('\n');
  }

  private static void fields(StringBuilder text, ColumnBatch batch, int row, ZoneId zone) {
    for (int i = 0; i < batch.columnCount(); i++) {
      if (i > 0) {
        text.append(',');
      }
      if (!batch.column(i).isNull(row)) {
        StringBuilder value = new StringBuilder();
        ValueText.append(value, batch.column(i), row, zone);
        field(text, value);
      }
    }
    text.append('\n');
  }

  private static void field(StringBuilder text, CharSequence value) {
    if (!needsQuotes(value)) {
      text.append(value);
      return;
    }
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"') {
        text.append('"');
      }
      text.append(c);
    }
    text.append('"');
  }

  private static boolean needsQuotes(CharSequence value) {
    if (value.length() == 0) {
      return true;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ',' || c == '"' || c == '\n' || c == '\r') {
        return true;
      }
    }
    return false;
  }
}
