package io.millrace.plan.incremental.bound;

/**
 * A column's bound: once the watermark has reached {@code value + offset}, no change of a row with
 * that value comes any more.
 *
 * @param offsetMicros added to the column's value gives its horizon
 * @param reachMicros how far a row's horizon can lie behind the event time it was derived from; of
 *     several bounded columns the one of least reach closes first
 */
public record ColumnBound(long offsetMicros, long reachMicros) {

  /** The bound of a column {@code this column + micros}. */
  ColumnBound shifted(long micros) {
    return new ColumnBound(offsetMicros - micros, reachMicros);
  }

  /** The later of two bounds on one column. */
  ColumnBound latest(ColumnBound other) {
    return new ColumnBound(
        Math.max(offsetMicros, other.offsetMicros), Math.max(reachMicros, other.reachMicros));
  }
}
