package io.millrace.benchmark.flat;

import io.millrace.api.Millrace;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Changes of a table that has so many rows, with a view that follows them.
 *
 * @param view what follows
 * @param state how many rows there are before
 * @param delta how many rows a change brings
 */
record FlatRun(FlatView view, long state, long delta) {
  /** Changes that are measured before there is so much more state that one starts anew. */
  private static final int CHANGES = 4;

  private static final long FILLED_AT_ONCE = 10_000;

  /**
   * The nanoseconds of processor time that each of a few changes takes. With one partition all of
   * it is this thread's; compilation and garbage collection are not in it.
   */
  long[] nanos() {
    try (Millrace millrace = Millrace.builder().set("parallelism", "1").open()) {
      millrace.sql("CREATE TABLE t (k BIGINT, v BIGINT, n BIGINT)");
      millrace.sql("CREATE TABLE d (k BIGINT, v BIGINT)");
      view.statements().forEach(millrace::sql);
      for (long from = 0; from < state; from += FILLED_AT_ONCE) {
        long count = Math.min(FILLED_AT_ONCE, state - from);
        if (view == FlatView.JOIN) {
          millrace.sql("INSERT INTO d SELECT i, i + 7 FROM " + series(from, count));
        }
        millrace.sql(insert(from, count));
      }
      long[] nanos = new long[CHANGES];
      for (int i = 0; i < CHANGES; i++) {
        String change = insert(state + i * delta, delta);
        millrace.sql("BEGIN");
        millrace.sql(change);
        // the view takes it all now
        long start = cpuNanos();
        millrace.sql("COMMIT");
        nanos[i] = cpuNanos() - start;
      }
      return nanos;
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Inserts rows whose keys and values are spread as if by chance. */
  private String insert(long first, long count) {
    String wide = "CAST(%s AS BIGINT)";
    return "INSERT INTO t SELECT %s * 2654435761 %% %s, %s * 40503 %% %s, i"
            .formatted(
                wide.formatted("i"),
                wide.formatted(state),
                wide.formatted("i"),
                wide.formatted(1_000_003))
        + " FROM "
        + series(first, count);
  }

  private static String series(long first, long count) {
    return "GENERATE_SERIES(%d, %d) AS s (i)".formatted(first, first + count - 1);
  }

  /** The median of many. */
  static long median(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
