package io.millrace.exec.build;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.operator.Emission;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Puts the output of a stage's partitions into one order. Rows that come from one place are passed
 * on as they are; others are copied together, those of equal numbers into one batch.
 */
final class EmissionMerge implements Iterator<ColumnBatch> {
  private final List<Cursor> cursors = new ArrayList<>();

  /** The next row of a partition. */
  private static final class Cursor {
    private final List<Emission.Rows> pieces;
    private int piece;
    private int row;

    /** The number of its piece in a gathering; −1 if it has none yet. */
    private int source = -1;

    Cursor(List<Emission.Rows> pieces) {
      this.pieces = pieces;
    }

    Emission.Rows rows() {
      return pieces.get(piece);
    }

    boolean isAtEnd() {
      return piece == pieces.size();
    }

    void advance(int count) {
      row += count;
      if (row == rows().batch().size()) {
        skipPiece();
      }
    }

    void skipPiece() {
      piece++;
      row = 0;
      source = -1;
    }

    /** How many rows of the piece have the numbers of the next one, itself among them. */
    int rowsTogether() {
      Emission.Rows rows = rows();
      int end = row + 1;
      while (end < rows.batch().size()
          && rows.minor(end) == rows.minor(row)
          && rows.major(end) == rows.major(row)) {
        end++;
      }
      return end - row;
    }

    boolean isBefore(Cursor other) {
      long major = rows().major(row);
      long otherMajor = other.rows().major(other.row);
      return major < otherMajor
          || major == otherMajor && rows().minor(row) < other.rows().minor(other.row);
    }
  }

  EmissionMerge(List<List<Emission.Rows>> partitions) {
    for (List<Emission.Rows> pieces : partitions) {
      if (!pieces.isEmpty()) {
        cursors.add(new Cursor(pieces));
      }
    }
  }

  @Override
  public boolean hasNext() {
    return !cursors.isEmpty();
  }

  @Override
  public ColumnBatch next() {
    if (cursors.isEmpty()) {
      throw new NoSuchElementException();
    }
    return cursors.size() == 1 ? wholePiece(cursors.get(0)) : mergedBatch();
  }

  private ColumnBatch wholePiece(Cursor cursor) {
    ColumnBatch batch = cursor.rows().batch();
    int from = cursor.row;
    cursor.skipPiece();
    dropFinished(cursor);
    if (from == 0) {
      return batch;
    }
    int[] rest = new int[batch.size() - from];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = batch.row(from + i);
    }
    return batch.select(rest, rest.length);
  }

  private ColumnBatch mergedBatch() {
    RowGathering gathering = new RowGathering(cursors.get(0).rows().batch().schema());
    while (gathering.size() < ColumnBatch.MAX_ROWS && cursors.size() > 1) {
      Cursor least = cursors.get(0);
      for (int i = 1; i < cursors.size(); i++) {
        if (cursors.get(i).isBefore(least)) {
          least = cursors.get(i);
        }
      }
      int together = least.rowsTogether();
      if (gathering.size() > 0 && gathering.size() + together > ColumnBatch.MAX_ROWS) {
        break;
      }
      if (least.source < 0) {
        least.source = gathering.addSource(least.rows().batch());
      }
      gathering.add(least.source, least.row, together);
      least.advance(together);
      dropFinished(least);
    }
    for (Cursor cursor : cursors) {
      cursor.source = -1;
    }
    return gathering.build();
  }

  private void dropFinished(Cursor cursor) {
    if (cursor.isAtEnd()) {
      cursors.remove(cursor);
    }
  }
}
