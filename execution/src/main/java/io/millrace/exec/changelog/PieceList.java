package io.millrace.exec.changelog;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import java.util.ArrayList;
import java.util.List;

/** The changes of a batch, or of many, until somebody needs them: as they came, or added up. */
final class PieceList {
  /** Fewer rows than that are not added up. */
  private static final int FEW = 1 << 16;

  private final Schema schema;
  private final int[] allColumns;
  private List<ColumnBatch> pieces = new ArrayList<>();
  private int rows;
  private int addUpAt = FEW;

  PieceList(OutputSpec spec) {
    this.schema = spec.schema();
    this.allColumns = spec.allColumns();
  }

  void add(ColumnBatch piece) {
    if (!piece.isEmpty()) {
      pieces.add(piece);
      rows += piece.size();
    }
  }

  /** How many rows it holds. */
  int rows() {
    return rows;
  }

  /** Adds up what cancels out, if there is much, so that memory holds net changes only. */
  void settle() {
    if (rows < addUpAt) {
      return;
    }
    RowPool pool = new RowPool();
    RowTable net = new RowTable(pool, allColumns);
    pieces.forEach(net::addAll);
    pieces = net.net(schema);
    rows = 0;
    for (ColumnBatch piece : pieces) {
      rows += piece.size();
    }
    addUpAt = Math.max(FEW, 2 * rows);
  }

  /** All changes since the last call. */
  List<ColumnBatch> take() {
    List<ColumnBatch> taken = pieces;
    pieces = new ArrayList<>();
    rows = 0;
    addUpAt = FEW;
    return taken;
  }
}
