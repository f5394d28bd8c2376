package io.millrace.api.table;

/** Begins a {@link WindowSpec}. */
public final class Window {
  /** The row itself. */
  public static final long currentRow = 0;

  /** The first row. */
  public static final long unboundedPreceding = Long.MIN_VALUE;

  /** The last row. */
  public static final long unboundedFollowing = Long.MAX_VALUE;

  private Window() {}

  /** As {@link WindowSpec#partitionBy(Column...)}. */
  public static WindowSpec partitionBy(Column... columns) {
    return WindowSpec.EVERYTHING.partitionBy(columns);
  }

  /** As {@link WindowSpec#partitionBy(String, String...)}. */
  public static WindowSpec partitionBy(String first, String... others) {
    return WindowSpec.EVERYTHING.partitionBy(first, others);
  }

  /** As {@link WindowSpec#orderBy(Column...)}. */
  public static WindowSpec orderBy(Column... columns) {
    return WindowSpec.EVERYTHING.orderBy(columns);
  }

  /** As {@link WindowSpec#orderBy(String, String...)}. */
  public static WindowSpec orderBy(String first, String... others) {
    return WindowSpec.EVERYTHING.orderBy(first, others);
  }

  static String between(long start, long end) {
    return "BETWEEN " + bound(start) + " AND " + bound(end);
  }

  private static String bound(long rows) {
    if (rows == currentRow) {
      return "CURRENT ROW";
    } else if (rows == unboundedPreceding) {
      return "UNBOUNDED PRECEDING";
    } else if (rows == unboundedFollowing) {
      return "UNBOUNDED FOLLOWING";
    }
    return rows < 0 ? -rows + " PRECEDING" : rows + " FOLLOWING";
  }
}
