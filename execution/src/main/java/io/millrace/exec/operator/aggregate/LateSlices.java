package io.millrace.exec.operator.aggregate;

import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.InputRows;

/**
 * Rejects rows whose windows are all closed. A row counts as rejected once for each of its windows
 * that is, also where others of its windows take it.
 */
final class LateSlices {
  private final SliceTimes times;
  private long dropped;

  LateSlices(SliceTimes times) {
    this.times = times;
  }

  void begin() {
    dropped = 0;
  }

  /** Contributions to windows that were rejected in this batch. */
  long dropped() {
    return dropped;
  }

  /**
   * The rows that some window takes; the input itself if that is all.
   *
   * @param starts of the slices of the rows; those of the rows that stay are moved together
   */
  InputRows accept(InputRows input, long[] starts, BatchTime time) {
    long open = times.firstOpen(time);
    if (open == Long.MIN_VALUE) {
      return input;
    }
    int late = 0;
    for (int i = 0; i < input.count(); i++) {
      // windows of later slices start behind that
      if (starts[i] - times.size() < open) {
        long closed = times.windowsBefore(starts[i], open);
        dropped += closed * Math.abs(input.batch().weight(input.rows()[i]));
        late += closed == times.windows(starts[i]) ? 1 : 0;
      }
    }
    return late == 0 ? input : withoutLate(input, starts, open, input.count() - late);
  }

  private InputRows withoutLate(InputRows input, long[] starts, long open, int kept) {
    int[] rows = new int[kept];
    long[] hashes = new long[kept];
    int[] positions = new int[kept];
    int to = 0;
    for (int i = 0; i < input.count(); i++) {
      if (times.windowsBefore(starts[i], open) < times.windows(starts[i])) {
        rows[to] = input.rows()[i];
        hashes[to] = input.hashes()[i];
        positions[to] = input.positions()[i];
        starts[to++] = starts[i];
      }
    }
    return new InputRows(input.batch(), kept, rows, hashes, positions, input.firstPosition());
  }
}
