package io.millrace.exec.operator.join;

import io.millrace.api.batch.ColumnBatch;
import org.jspecify.annotations.Nullable;

/**
 * Collects rows of one input without a match, remembered ones and those of a batch, and gives them
 * a batch at a time.
 */
final class AloneRows {
  private final int side;
  private final JoinOutput output;
  private final int[] places = new int[ColumnBatch.MAX_ROWS];
  private final int[] weights = new int[ColumnBatch.MAX_ROWS];
  private final long[] arrivals = new long[ColumnBatch.MAX_ROWS];
  private @Nullable ColumnBatch batch;
  private int count;

  AloneRows(int side, JoinOutput output) {
    this.side = side;
    this.output = output;
  }

  /** Takes a remembered row. */
  void add(int handle, int weight, long arrival) {
    if (batch != null) {
      flush();
    }
    take(handle, weight, arrival);
  }

  /** Takes a row of a batch. */
  void add(ColumnBatch from, int row, int weight, long arrival) {
    if (batch != from) {
      flush();
      batch = from;
    }
    take(row, weight, arrival);
  }

  private void take(int place, int weight, long arrival) {
    places[count] = place;
    weights[count] = weight;
    arrivals[count++] = arrival;
    if (count == places.length) {
      ColumnBatch same = batch;
      flush();
      batch = same;
    }
  }

  /** Gives what has been collected. */
  void flush() {
    if (batch == null) {
      output.alone(side, places, weights, arrivals, count);
    } else {
      output.alone(side, batch, places, weights, arrivals, count);
    }
    count = 0;
    batch = null;
  }
}
