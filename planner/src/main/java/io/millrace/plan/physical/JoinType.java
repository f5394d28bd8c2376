package io.millrace.plan.physical;

/** What becomes of rows with and without a match. */
public enum JoinType {
  /** Pairs that match. */
  INNER,
  /** Pairs, and the left rows without a match. */
  LEFT,
  /** Pairs, and the right rows without a match. */
  RIGHT,
  /** Pairs, and the rows of either side without a match. */
  FULL,
  /** The left rows with a match, each once. */
  SEMI,
  /** The left rows without a match. */
  ANTI;

  /** Whether rows have the columns of both inputs, rather than of the left one alone. */
  public boolean givesBoth() {
    return this != SEMI && this != ANTI;
  }

  /**
   * Whether it depends on its matches alone whether a row of an input is given by itself.
   *
   * @param side 0 for the left input, 1 for the right one
   */
  public boolean keeps(int side) {
    return switch (this) {
      case INNER -> false;
      case LEFT, SEMI, ANTI -> side == 0;
      case RIGHT -> side == 1;
      case FULL -> true;
    };
  }

  /**
   * Whether a row of such an input is given by itself.
   *
   * @param matches what the rows weigh that match it
   */
  public boolean gives(long matches) {
    return this == SEMI ? matches > 0 : matches <= 0;
  }

  /** Whether rows of an input may be NULL in the output, where there is no match. */
  public boolean pads(int side) {
    return givesBoth() && keeps(1 - side);
  }
}
