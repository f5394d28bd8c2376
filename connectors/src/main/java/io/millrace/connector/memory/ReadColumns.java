package io.millrace.connector.memory;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.Validity;
import io.millrace.api.connector.Connector.VersionedConnector;
import io.millrace.api.connector.SourceContext;
import io.millrace.api.connector.VersionedTable.RowIds;
import io.millrace.api.connector.VersionedTable.Snapshot;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.memory.Segment.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The columns that a query reads of a table, in the query's order. */
final class ReadColumns {
  private static final int ROW_ID = -1;

  private final Schema wanted;
  private final int[] columns;

  ReadColumns(SourceContext context, Schema held) {
    this.wanted = context.schema();
    this.columns = new int[wanted.size()];
    for (int i = 0; i < columns.length; i++) {
      boolean isRowId = context.metadataKeys().get(i).equals(VersionedConnector.ROW_ID);
      columns[i] = isRowId ? ROW_ID : position(held, wanted.name(i));
    }
  }

  private static int position(Schema held, String name) {
    return held.indexOf(name)
        .orElseThrow(
            () ->
                error(ErrorCode.COLUMN_NOT_FOUND, name, " in the table in memory")
                    .hint("columns: " + String.join(", ", held.names()))
                    .build());
  }

  /** The columns of a batch; row ids are none, since rows of a stream have no names. */
  ColumnBatch of(ColumnBatch batch) {
    return of(batch, RowIds.from(0));
  }

  /** The columns of the rows {@code from} to {@code to} of a table. */
  List<ColumnBatch> of(Snapshot snapshot, long from, long to) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < snapshot.batches().size(); i++) {
      pieces.add(new Piece(snapshot.batches().get(i), snapshot.ids().get(i)));
    }
    return RowStore.slices(pieces, 0, from, to).stream()
        .map(piece -> of(piece.rows(), piece.ids()))
        .toList();
  }

  private ColumnBatch of(ColumnBatch batch, RowIds ids) {
    Column[] projected = new Column[columns.length];
    for (int i = 0; i < columns.length; i++) {
      projected[i] =
          columns[i] == ROW_ID
              ? rowIds(batch.size(), ids, wanted.type(i))
              : batch.column(columns[i]).withType(wanted.type(i));
    }
    return batch.withColumns(wanted, projected);
  }

  private static Column rowIds(int rows, RowIds ids, DataType type) {
    long[] values = new long[rows];
    Arrays.setAll(values, ids::id);
    return new LongColumn(type, rows, values, Validity.NONE);
  }
}
