package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.Emission;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import java.util.Arrays;

/**
 * Of groups, as they were before a batch and as they are after it, gives the old row −1 and the new
 * row +1 of each group whose row is really another one, or only the new row if that is all anybody
 * wants.
 */
final class ChangedRows {
  /** Makes key columns. */
  @FunctionalInterface
  interface Keys {
    /** A key column of the groups with these indexes. */
    Column column(int key, int[] indexes, int count);
  }

  private final Schema output;
  private final int keyCount;
  private final int callCount;
  private final boolean upserts;
  private final boolean remembers;

  ChangedRows(AggregateSpec spec) {
    this.output = spec.output();
    this.keyCount = spec.keys().size();
    this.callCount = spec.calls().size();
    this.upserts = spec.emission() == OperatorSpec.Emission.UPSERTS;
    this.remembers = !upserts || !everyRowChangesIts(spec);
  }

  /** Whether a group that is touched has another row for sure: one that counts all of its rows. */
  private static boolean everyRowChangesIts(AggregateSpec spec) {
    AccumulatorFactory factory = new AccumulatorFactory(spec.input().output(), spec.insertOnly());
    return spec.insertOnly() && spec.calls().stream().anyMatch(factory::countsRows);
  }

  /** Whether the results that groups had before matter. */
  boolean remembers() {
    return remembers;
  }

  /** So many groups give rows for one batch. */
  int pieceSize() {
    return upserts ? ColumnBatch.MAX_ROWS : ColumnBatch.MAX_ROWS / 2;
  }

  /**
   * Some groups.
   *
   * @param from the index of the first one among those that have existed and arrived
   * @param existed whether a group had a row before
   * @param arrivals by which rows are ordered
   * @param exists whether a group has a row now; of these groups alone
   * @param before results, if they matter; of these groups alone
   * @param now results, of these groups alone
   */
  record Piece(
      int from,
      boolean[] existed,
      long[] arrivals,
      boolean[] exists,
      Column[] before,
      Column[] now,
      Keys keys) {
    int size() {
      return exists.length;
    }
  }

  /** Gives the changed rows of a piece. */
  void emit(Piece piece, Emission emission) {
    if (upserts) {
      emitUpserts(piece, emission);
    } else {
      emitPairs(piece, emission);
    }
  }

  /** Marks the groups whose results are not what they were. */
  private static void markDifferences(Piece piece, boolean[] changed) {
    for (int i = 0; i < piece.now.length; i++) {
      ColumnComparison.markDifferences(piece.before[i], piece.now[i], changed, changed.length);
    }
  }

  private void emitUpserts(Piece piece, Emission emission) {
    int[] rows = changedOf(piece);
    int size = rows.length;
    Column[] results = piece.now;
    for (int i = 0; i < callCount && size < piece.size(); i++) {
      results[i] = results[i].gather(rows, size);
    }
    int[] weights = new int[size];
    boolean insertOnly = true;
    for (int i = 0; i < size; i++) {
      boolean existed = piece.existed[piece.from + rows[i]];
      weights[i] = existed ? 0 : 1;
      insertOnly &= !existed;
    }
    emit(piece, rows, size, insertOnly ? ColumnBatch.NONE : weights, results, emission);
  }

  /** Which groups of a piece have another row now. */
  private int[] changedOf(Piece piece) {
    int size = piece.size();
    boolean[] changed = new boolean[size];
    for (int i = 0; i < size; i++) {
      changed[i] = !remembers || !piece.existed[piece.from + i];
    }
    if (remembers) {
      markDifferences(piece, changed);
    }
    int[] rows = new int[size];
    int rowCount = 0;
    for (int i = 0; i < size; i++) {
      rows[rowCount] = i;
      rowCount += changed[i] ? 1 : 0;
    }
    return rowCount == size ? rows : Arrays.copyOf(rows, rowCount);
  }

  private void emitPairs(Piece piece, Emission emission) {
    int size = piece.size();
    boolean[] changed = new boolean[size];
    for (int i = 0; i < size; i++) {
      changed[i] = piece.exists[i] != piece.existed[piece.from + i];
    }
    markDifferences(piece, changed);
    int[] rows = new int[2 * size];
    int[] weights = new int[2 * size];
    int rowCount = 0;
    boolean insertOnly = true;
    for (int i = 0; i < size; i++) {
      if (changed[i] && piece.existed[piece.from + i]) {
        rows[rowCount] = i;
        weights[rowCount++] = -1;
        insertOnly = false;
      }
      if (changed[i] && piece.exists[i]) {
        rows[rowCount] = i;
        weights[rowCount++] = 1;
      }
    }
    Column[] results = new Column[callCount];
    for (int i = 0; i < callCount; i++) {
      results[i] =
          insertOnly
              ? piece.now[i].gather(rows, rowCount)
              : ColumnPairs.interleave(piece.before[i], piece.now[i], rows, weights, rowCount);
    }
    emit(piece, rows, rowCount, insertOnly ? ColumnBatch.NONE : weights, results, emission);
  }

  private void emit(
      Piece piece, int[] rows, int size, int[] weights, Column[] results, Emission emission) {
    if (size == 0) {
      return;
    }
    Column[] columns = new Column[keyCount + callCount];
    for (int i = 0; i < keyCount; i++) {
      columns[i] = piece.keys.column(i, rows, size);
    }
    System.arraycopy(results, 0, columns, keyCount, callCount);
    long[] rowArrivals = new long[size];
    for (int i = 0; i < size; i++) {
      rowArrivals[i] = piece.arrivals[piece.from + rows[i]];
    }
    emission.add(ColumnBatch.weighted(output, size, weights, columns), rowArrivals);
  }
}
