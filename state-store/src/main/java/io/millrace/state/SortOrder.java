package io.millrace.state;

/**
 * How a column takes part in an order: numbers by value with NaN largest and −0.0 equal to 0.0,
 * text and binary byte by byte, FALSE before TRUE.
 *
 * @param descending whether it is the other way round, NULLs apart
 * @param nullsFirst whether NULLs come before all values, else behind them
 */
public record SortOrder(boolean descending, boolean nullsFirst) {

  /** Small values first, NULLs before them. */
  public static final SortOrder ASCENDING = new SortOrder(false, true);
}
