package io.millrace.exec.operator;

import io.millrace.api.batch.ColumnBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Output of a partition, with what is needed to put the output of all partitions into one order
 * that does not depend on how many there are: rows come by major, then by minor number, both
 * ascending; rows with equal numbers come from one partition and stay together.
 */
public final class Emission {
  private List<Rows> waiting = new ArrayList<>();

  /**
   * Rows in order.
   *
   * @param majors one for each row; empty if all are 0
   * @param minors one for each row
   */
  public record Rows(ColumnBatch batch, long[] majors, long[] minors) {
    public long major(int i) {
      return majors.length == 0 ? 0 : majors[i];
    }

    public long minor(int i) {
      return minors[i];
    }
  }

  private static final long[] NO_MAJORS = {};

  /** Adds rows ordered by minor numbers alone. */
  public void add(ColumnBatch batch, long[] minors) {
    add(batch, NO_MAJORS, minors);
  }

  public void add(ColumnBatch batch, long[] majors, long[] minors) {
    if (!batch.isEmpty()) {
      waiting.add(new Rows(batch, majors, minors));
    }
  }

  /** Takes away what waits. */
  public List<Rows> take() {
    if (waiting.isEmpty()) {
      return List.of();
    }
    List<Rows> taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }
}
