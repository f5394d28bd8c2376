package io.millrace.plan.physical;

import java.math.BigDecimal;

/**
 * Which rows of its partition a row's aggregate is over: those between two bounds, without some.
 *
 * @param unit what bounds are counted in
 */
public record Frame(Unit unit, Bound lower, Bound upper, Exclusion exclusion) {

  /** What bounds are counted in. */
  public enum Unit {
    ROWS,
    /** Values of the only column that is sorted by. */
    RANGE,
    /** Rows that are equal in what is sorted by. */
    GROUPS
  }

  /** The side of the row that a bound is on. */
  public enum Side {
    UNBOUNDED_PRECEDING,
    PRECEDING,
    CURRENT_ROW,
    FOLLOWING,
    UNBOUNDED_FOLLOWING
  }

  /** The rows that are left out. */
  public enum Exclusion {
    NO_OTHERS,
    CURRENT_ROW,
    /** The row and those equal to it in what is sorted by. */
    GROUP,
    /** Those, but not the row itself. */
    TIES
  }

  /**
   * A bound.
   *
   * @param amount how far away it is, at least 0; of RANGE in the unit in which the column's values
   *     are kept: days, microseconds, the last digit of a DECIMAL
   * @param months whether the amount is months of the calendar
   */
  public record Bound(Side side, BigDecimal amount, boolean months) {
    /** A bound that is no distance away. */
    public static Bound at(Side side) {
      return new Bound(side, BigDecimal.ZERO, false);
    }

    /** Whether it is a distance away. */
    public boolean hasAmount() {
      return side == Side.PRECEDING || side == Side.FOLLOWING;
    }

    /** The distance in rows or groups. */
    public long count() {
      return amount.longValueExact();
    }

    /** Where it is behind the row: negative if it is before it. */
    private int signum() {
      return switch (side) {
        case UNBOUNDED_PRECEDING -> -1;
        case PRECEDING -> -amount.signum();
        case CURRENT_ROW -> 0;
        case FOLLOWING -> amount.signum();
        case UNBOUNDED_FOLLOWING -> 1;
      };
    }

    private String text() {
      return hasAmount()
          ? amount.toPlainString() + (months ? " months " : " ") + side
          : side.name().replace('_', ' ');
    }
  }

  /** All rows of the partition. */
  public static Frame whole() {
    return new Frame(
        Unit.RANGE,
        Bound.at(Side.UNBOUNDED_PRECEDING),
        Bound.at(Side.UNBOUNDED_FOLLOWING),
        Exclusion.NO_OTHERS);
  }

  /** Whether it is all rows of the partition, for every row. */
  public boolean isWhole() {
    return startsAtFirst() && endsAtLast() && exclusion == Exclusion.NO_OTHERS;
  }

  public boolean startsAtFirst() {
    return lower.side() == Side.UNBOUNDED_PRECEDING;
  }

  public boolean endsAtLast() {
    return upper.side() == Side.UNBOUNDED_FOLLOWING;
  }

  /** Whether it may be without any row. */
  public boolean mayBeEmpty() {
    boolean around = lower.signum() <= 0 && upper.signum() >= 0;
    boolean without = exclusion == Exclusion.CURRENT_ROW || exclusion == Exclusion.GROUP;
    return !around || without;
  }

  /** As in SQL. */
  public String text() {
    return unit
        + " "
        + lower.text()
        + " .. "
        + upper.text()
        + (exclusion == Exclusion.NO_OTHERS ? "" : " without " + exclusion);
  }
}
