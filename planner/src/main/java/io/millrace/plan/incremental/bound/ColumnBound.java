package io.millrace.plan.incremental.bound;

/**
 * A column's bound: once the watermark has reached {@code value * unit + offset}, no change of a
 * row with that value comes any more.
 *
 * @param unitMicros how long one of the column's values is: 1 for timestamps, a day for dates
 * @param offsetMicros added to the column's value gives its horizon
 * @param reachMicros how far a row's horizon can lie behind the event time it was derived from; of
 *     several bounded columns the one of least reach closes first
 */
public record ColumnBound(long unitMicros, long offsetMicros, long reachMicros) {
  /** The bound of a timestamp. */
  public ColumnBound(long offsetMicros, long reachMicros) {
    this(1, offsetMicros, reachMicros);
  }

  /** The bound of a column {@code this column + micros}. */
  ColumnBound shifted(long micros) {
    return new ColumnBound(unitMicros, offsetMicros - micros, reachMicros);
  }

  /** The later of two bounds on one column. */
  ColumnBound latest(ColumnBound other) {
    return new ColumnBound(
        unitMicros,
        Math.max(offsetMicros, other.offsetMicros),
        Math.max(reachMicros, other.reachMicros));
  }
}
