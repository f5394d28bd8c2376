package io.millrace.exec.changelog;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.RowKind;
import io.millrace.api.batch.Validity;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Hands rows on in pieces of at most {@link ColumnBatch#MAX_ROWS}. */
final class ChangeOutput {
  private static final int FIRST_KINDS = 16;

  private final Consumer<ChangeBatch> consumer;
  private final BatchBuilder builder;
  private final boolean marked;
  private RowKind[] kinds = new RowKind[FIRST_KINDS];
  private boolean insertOnly = true;

  ChangeOutput(OutputSpec spec, Consumer<ChangeBatch> consumer) {
    this.consumer = consumer;
    this.marked = spec.deletes() instanceof DeletePolicy.Mark;
    this.builder = new BatchBuilder(schema(spec));
  }

  /** The columns that the sink receives. */
  static Schema schema(OutputSpec spec) {
    if (spec.deletes() instanceof DeletePolicy.Mark mark) {
      List<Field> fields = new ArrayList<>(spec.schema().fields());
      fields.add(new Field(mark.column(), DataType.BOOLEAN.notNull()));
      return new Schema(fields);
    }
    return spec.schema();
  }

  /** Hands on a row of the pool; a deletion that is to be marked becomes a new image. */
  void row(RowPool pool, long reference, RowKind kind) {
    pool.appendTo(builder, reference);
    RowKind written = kind;
    if (marked) {
      builder.column(builder.schema().size() - 1).appendBoolean(kind == RowKind.DELETE);
      written = kind == RowKind.DELETE ? RowKind.UPDATE_AFTER : kind;
    }
    if (builder.size() == kinds.length) {
      kinds = Arrays.copyOf(kinds, 2 * kinds.length);
    }
    kinds[builder.size()] = written;
    insertOnly &= written == RowKind.INSERT;
    builder.endRow();
    if (builder.size() == ColumnBatch.MAX_ROWS) {
      flush();
    }
  }

  /** Hands on a batch whose weights are all +1, without looking at its rows. */
  void inserts(ColumnBatch batch) {
    flush();
    inPieces(batch, (piece, from) -> ChangeBatch.inserts(asWritten(piece, false)));
  }

  /** Hands on rows of those kinds, none of them deleted, whatever their weights. */
  void changes(ColumnBatch batch, RowKind[] rowKinds) {
    flush();
    inPieces(
        batch.withWeights(ColumnBatch.NONE),
        (piece, from) ->
            new ChangeBatch(
                asWritten(piece, false),
                from == 0 ? rowKinds : Arrays.copyOfRange(rowKinds, from, from + piece.size())));
  }

  /** Hands on rows as deleted, whatever their weights. */
  void deletions(ColumnBatch batch) {
    flush();
    RowKind[] rowKinds = new RowKind[Math.min(batch.size(), ColumnBatch.MAX_ROWS)];
    Arrays.fill(rowKinds, marked ? RowKind.UPDATE_AFTER : RowKind.DELETE);
    inPieces(
        batch.withWeights(ColumnBatch.NONE),
        (piece, from) -> new ChangeBatch(asWritten(piece, true), rowKinds));
  }

  /** Makes changes of dense rows, the first of which is that one of the whole batch. */
  @FunctionalInterface
  private interface Piece {
    ChangeBatch of(ColumnBatch rows, int from);
  }

  private void inPieces(ColumnBatch batch, Piece piece) {
    if (batch.size() <= ColumnBatch.MAX_ROWS) {
      consumer.accept(piece.of(batch.compact(), 0));
      return;
    }
    for (int from = 0; from < batch.size(); from += ColumnBatch.MAX_ROWS) {
      int count = Math.min(ColumnBatch.MAX_ROWS, batch.size() - from);
      int[] rows = new int[count];
      for (int i = 0; i < count; i++) {
        rows[i] = batch.row(from + i);
      }
      consumer.accept(piece.of(batch.select(rows, count).compact(), from));
    }
  }

  /**
   * The batch with the sink's names and types and, if there is one, the column of marks.
   *
   * @param gone whether its rows are to be marked as deleted
   */
  private ColumnBatch asWritten(ColumnBatch batch, boolean gone) {
    Schema schema = builder.schema();
    if (batch.schema().equals(schema)) {
      return batch;
    }
    Column[] columns = new Column[schema.size()];
    for (int i = 0; i < batch.columnCount(); i++) {
      Column column = batch.column(i);
      columns[i] = column.type().equals(schema.type(i)) ? column : column.withType(schema.type(i));
    }
    if (marked) {
      byte[] marks = new byte[batch.size()];
      Arrays.fill(marks, (byte) (gone ? 1 : 0));
      columns[batch.columnCount()] =
          new BooleanColumn(DataType.BOOLEAN.notNull(), batch.size(), marks, Validity.NONE);
    }
    return ColumnBatch.of(schema, batch.size(), columns);
  }

  /** Hands on what is left. */
  void flush() {
    if (builder.size() == 0) {
      return;
    }
    int size = builder.size();
    ColumnBatch rows = builder.build();
    consumer.accept(
        insertOnly ? ChangeBatch.inserts(rows) : new ChangeBatch(rows, Arrays.copyOf(kinds, size)));
    insertOnly = true;
  }
}
