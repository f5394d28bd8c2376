package io.millrace.plan.physical;

/** What two relations of equal columns give together. */
public enum SetOperation {
  INTERSECT,
  INTERSECT_ALL,
  EXCEPT,
  EXCEPT_ALL;

  /**
   * How often a row is in the result.
   *
   * @param left how often it is in the left input
   * @param right how often it is in the right input
   */
  public long weight(long left, long right) {
    return switch (this) {
      case INTERSECT -> left > 0 && right > 0 ? 1 : 0;
      case INTERSECT_ALL -> Math.max(0, Math.min(left, right));
      case EXCEPT -> left > 0 && right <= 0 ? 1 : 0;
      case EXCEPT_ALL -> Math.max(0, left - Math.max(0, right));
    };
  }

  /** Whether rows are in the result at most once. */
  public boolean isDistinct() {
    return this == INTERSECT || this == EXCEPT;
  }

  /** Whether more input never gives fewer rows. */
  public boolean isMonotone() {
    return this == INTERSECT || this == INTERSECT_ALL;
  }

  /** The operation as SQL writes it. */
  public String sql() {
    return name().replace('_', ' ');
  }
}
