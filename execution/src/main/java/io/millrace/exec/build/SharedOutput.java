package io.millrace.exec.build;

import io.millrace.api.batch.ColumnBatch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Rows of a stage that take several ways. They go on a certain number at a time, first all on one
 * way, then all on the next, so that where the ways meet again rows come in an order that does not
 * depend on how many workers there are.
 */
final class SharedOutput {
  /** So many go on together: enough for the workers, and little to hold. */
  static final int ROWS = 65_536;

  private List<ColumnBatch> batches = new ArrayList<>();
  private int rows;

  void add(Iterator<ColumnBatch> more) {
    more.forEachRemaining(
        batch -> {
          batches.add(batch);
          rows += batch.size();
        });
  }

  /** Whether enough wait to go on. */
  boolean isFull() {
    return rows >= ROWS;
  }

  /** Takes the first ones, as many as go on together at most. */
  List<ColumnBatch> take() {
    List<ColumnBatch> taken = new ArrayList<>();
    List<ColumnBatch> rest = new ArrayList<>();
    int count = 0;
    for (ColumnBatch batch : batches) {
      int room = ROWS - count;
      if (batch.size() <= room) {
        taken.add(batch);
      } else {
        if (room > 0) {
          taken.add(part(batch, 0, room));
        }
        rest.add(part(batch, room, batch.size()));
      }
      count = Math.min(ROWS, count + batch.size());
    }
    batches = rest;
    rows -= count;
    return taken;
  }

  private static ColumnBatch part(ColumnBatch batch, int from, int to) {
    if (from == 0 && to == batch.size()) {
      return batch;
    }
    int[] selected = new int[to - from];
    for (int i = 0; i < selected.length; i++) {
      selected[i] = batch.row(from + i);
    }
    return batch.select(selected, selected.length);
  }
}
