package io.millrace.shell.render;

import io.millrace.api.StatementResult;
import io.millrace.api.StatementResult.Changes.Step;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The changes of a query, a line for each, as they come.
 *
 * <pre>
 *  batch  op  window_start         page    views
 *     57  -U  2026-03-01 10:00:10  /home   1,167
 *     57  +U  2026-03-01 10:00:10  /home   1,204
 * </pre>
 *
 * <p>Nobody knows how wide the columns will get: they begin with what their type usually needs and
 * grow, never shrink.
 */
final class Changelog {
  private static final int BATCH_WIDTH = 6;

  private final Screen screen;
  private final StatementResult.Changes changes;
  private final ZoneId zone;
  private final Schema schema;
  private final int[] widths;

  Changelog(Screen screen, StatementResult.Changes changes, ZoneId zone) {
    this.screen = screen;
    this.changes = changes;
    this.zone = zone;
    this.schema = changes.schema();
    this.widths = new int[schema.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(TextWidth.of(Cells.visible(schema.name(i))), usualWidth(schema.type(i)));
    }
  }

  private static int usualWidth(DataType type) {
    return switch (type.kind()) {
      case TIMESTAMP -> 19;
      case TIMESTAMP_LTZ -> 20;
      case DATE -> 10;
      case TIME -> 8;
      case BIGINT, INTEGER, DECIMAL, DOUBLE, REAL -> 6;
      case CHAR, VARCHAR, BINARY -> 8;
      case ARRAY, MAP, ROW, JSON, JSONB, VARIANT -> 12;
      case BOOLEAN, TINYINT, SMALLINT, INTERVAL_DAY, INTERVAL_MONTH, NULL -> 5;
    };
  }

  void print() {
    try (changes) {
      long count = 0;
      Optional<Step> next = changes.next();
      StringBuilder text = new StringBuilder();
      boolean first = true;
      while (next.isPresent()) {
        Step step = next.get();
        String[][] cells = cells(step);
        if (first) {
          header(text);
          first = false;
        }
        for (int i = 0; i < cells.length; i++) {
          line(text, step, i, cells[i]);
        }
        count += cells.length;
        screen.print(text);
        text.setLength(0);
        next = changes.next();
      }
      if (first) {
        header(text);
      }
      screen.print(text.append(Quantities.count(count, "change")).append('\n'));
    }
  }

  private String[][] cells(Step step) {
    String[][] cells = new String[step.changes().size()][schema.size()];
    for (int i = 0; i < cells.length; i++) {
      for (int j = 0; j < widths.length; j++) {
        cells[i][j] = Cells.text(step.changes().rows().column(j), i, zone);
        widths[j] = Math.max(widths[j], TextWidth.of(cells[i][j]));
      }
    }
    return cells;
  }

  private void header(StringBuilder text) {
    TextWidth.right(text, "batch", BATCH_WIDTH);
    text.append("  op");
    for (int i = 0; i < widths.length; i++) {
      cell(text, i, Cells.visible(schema.name(i)));
    }
    text.append('\n');
  }

  private void line(StringBuilder text, Step step, int row, String[] cells) {
    TextWidth.right(text, Long.toString(step.batchId()), BATCH_WIDTH);
    text.append("  ").append(step.changes().kind(row).symbol());
    for (int i = 0; i < cells.length; i++) {
      cell(text, i, cells[i]);
    }
    text.append('\n');
  }

  private void cell(StringBuilder text, int column, String value) {
    StringBuilder cell = new StringBuilder();
    if (Cells.isRightAligned(schema.type(column))) {
      TextWidth.right(cell, value, widths[column]);
    } else if (column == widths.length - 1) {
      cell.append(value);
    } else {
      TextWidth.left(cell, value, widths[column]);
    }
    text.append("  ").append(Box.isNull(value) ? screen.dim(cell.toString()) : cell);
  }
}
