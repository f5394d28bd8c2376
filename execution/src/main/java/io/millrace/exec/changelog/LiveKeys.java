package io.millrace.exec.changelog;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import java.util.List;

/** Counts the live rows of each key of a sink whose key the plan cannot prove unique. */
final class LiveKeys {
  private static final int SLACK = 8192;

  private final OutputSpec spec;
  private RowPool pool = new RowPool();
  private RowTable counts;

  LiveKeys(OutputSpec spec) {
    this.spec = spec;
    this.counts = new RowTable(pool, spec.keyColumns());
  }

  /**
   * Adds the changes of a batch.
   *
   * @throws io.millrace.api.error.MillraceException KEY_CONFLICT if two rows of one key live behind
   *     it
   */
  void check(List<ColumnBatch> batch) {
    ReferenceList touched = new ReferenceList();
    for (ColumnBatch piece : batch) {
      int number = pool.attach(piece);
      for (int i = 0; i < piece.size(); i++) {
        int row = piece.row(i);
        touched.add(counts.add(RowPool.reference(number, row), piece.weight(row)));
      }
    }
    for (int i = 0; i < touched.size(); i++) {
      int entry = (int) touched.get(i);
      if (counts.weight(entry) > 1) {
        throw KeyConflict.of(spec, pool, counts.reference(entry));
      }
    }
    if (pool.rowCount() > 2L * counts.size() + SLACK) {
      compact();
    }
  }

  /** Copies the live keys together, so that old batches can be freed. */
  private void compact() {
    RowPool newPool = new RowPool();
    RowTable newCounts = new RowTable(newPool, spec.keyColumns());
    BatchBuilder builder = new BatchBuilder(spec.schema());
    for (int entry = 0; entry < counts.size(); entry++) {
      if (counts.weight(entry) != 0) {
        pool.appendTo(builder, counts.reference(entry));
        builder.endRow();
      }
      if (builder.size() == ColumnBatch.MAX_ROWS || entry == counts.size() - 1) {
        newCounts.addAll(builder.build());
      }
    }
    pool = newPool;
    counts = newCounts;
  }
}
