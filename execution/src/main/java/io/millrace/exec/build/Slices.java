package io.millrace.exec.build;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/**
 * Cuts batches into slices, copied together, so that what a wave makes of them stays small however
 * many rows a row becomes (an hour's window that slides by a second makes 3600).
 */
final class Slices implements Iterator<ColumnBatch> {
  /** Rows that may become of one slice, roughly. */
  private static final int TARGET_ROWS = 1 << 18;

  private static final int FREE_EXPANSION = TARGET_ROWS / ColumnBatch.MAX_ROWS;

  private final Iterator<ColumnBatch> batches;
  private final int sliceRows;
  private ColumnBatch batch = ColumnBatch.of(Schema.EMPTY, 0);
  private int next;

  Slices(Iterator<ColumnBatch> batches, long expansion) {
    this.batches = batches;
    this.sliceRows = (int) Math.max(1, TARGET_ROWS / expansion);
  }

  /** Whether whole batches would become too large. */
  static boolean areNeeded(long expansion) {
    return expansion > FREE_EXPANSION;
  }

  @Override
  public boolean hasNext() {
    while (next == batch.size() && batches.hasNext()) {
      batch = batches.next();
      next = 0;
    }
    return next < batch.size();
  }

  @Override
  public ColumnBatch next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int size = Math.min(sliceRows, batch.size() - next);
    int[] rows = IntStream.range(next, next + size).map(batch::row).toArray();
    next += size;
    return batch.select(rows, size).compact();
  }
}
