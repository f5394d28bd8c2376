package io.millrace.shell.repl;

import io.millrace.api.StatementResult.Rows;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.shell.render.Cells;
import io.millrace.shell.render.Quantities;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/** The most important columns of SHOW QUERIES, so that a query fits on a line where all do not. */
final class QueryList {
  private static final Pattern SHOW_QUERIES =
      Pattern.compile("\\s*SHOW\\s+QUERIES\\s*;?\\s*", Pattern.CASE_INSENSITIVE);

  private final Rows rows;
  private final ZoneId zone;

  private QueryList(Rows rows, ZoneId zone) {
    this.rows = rows;
    this.zone = zone;
  }

  /** Whether a statement gives such rows. */
  static boolean isFor(String statement) {
    return SHOW_QUERIES.matcher(statement).matches();
  }

  static Listing of(Rows queries, ZoneId zone) {
    try (queries) {
      return new QueryList(queries, zone).list();
    }
  }

  private Listing list() {
    // With one more they would not fit on 80 columns.
    Listing listing = new Listing("no", "name", "status", "in/s", "lag", "state", "doing");
    for (Optional<ColumnBatch> next = rows.next(); next.isPresent(); next = rows.next()) {
      ColumnBatch batch = next.get();
      for (int i = 0; i < batch.size(); i++) {
        int row = batch.row(i);
        listing.row(
            cell(batch, row, "number"),
            cell(batch, row, "name"),
            cell(batch, row, "status"),
            cell(batch, row, "in_per_second"),
            lag(batch, row),
            bytes(batch, row),
            cell(batch, row, "doing"));
      }
    }
    return listing;
  }

  private String cell(ColumnBatch batch, int row, String column) {
    int index = rows.schema().indexOf(column).orElseThrow();
    return batch.column(index).isNull(row) ? "" : Cells.text(batch.column(index), row, zone);
  }

  private String lag(ColumnBatch batch, int row) {
    String millis = cell(batch, row, "lag_ms").replace(",", "");
    return millis.isEmpty() ? "" : Quantities.lag(Long.parseLong(millis));
  }

  private String bytes(ColumnBatch batch, int row) {
    String text = cell(batch, row, "state_bytes").replace(",", "");
    return text.isEmpty() ? "" : Quantities.bytes(Long.parseLong(text));
  }
}
