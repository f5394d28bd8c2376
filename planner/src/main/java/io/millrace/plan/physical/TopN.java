package io.millrace.plan.physical;

import io.millrace.plan.physical.Ordering.SortKey;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which rows of each partition are given: those that the ordering's offset and limit leave.
 *
 * @param partition columns that tell the partition of a row; empty for one of all rows
 * @param ordering how rows are sorted, and the cut
 * @param counting what the limit counts
 * @param ties what comes first of rows that are equal in the order
 * @param numbered whether rows have their number as one more column, a BIGINT
 */
public record TopN(
    List<Integer> partition, Ordering ordering, Counting counting, Ties ties, boolean numbered) {
  /** With more rows of a partition it costs less to compare what is given as a whole. */
  private static final int MOST_NUMBERED = 1000;

  public TopN {
    partition = List.copyOf(partition);
  }

  /** What a row's number is. */
  public enum Counting {
    /** ROW_NUMBER: how many rows are before it, and itself. */
    ROWS("row_number"),
    /** RANK: how many rows are before all that tie with it, and one. WITH TIES counts so, too. */
    RANK("rank"),
    /** DENSE_RANK: how many different values are before it, and its own. */
    DENSE_RANK("dense_rank");

    private final String function;

    Counting(String function) {
      this.function = function;
    }

    /** Its name in SQL, in lower case. */
    public String function() {
      return function;
    }
  }

  /** What comes first of rows that are equal in the order, and not in all columns. */
  public enum Ties {
    /** There are none, or it does not matter. */
    NONE,
    /** The one that came first. */
    ARRIVAL,
    /** The one that is smaller in the first column in which they differ. */
    COLUMNS
  }

  /** The same without the column of numbers. */
  public TopN withoutNumber() {
    return new TopN(partition, ordering, counting, ties, false);
  }

  /**
   * Whether no more is ever to be known than the rows that are given, and each number changes its
   * row alone.
   *
   * @param insertOnly whether rows of the input never go
   */
  public boolean isOfFirstRows(boolean insertOnly) {
    long rows = ordering.limit().orElse(0);
    return insertOnly
        && counting == Counting.ROWS
        && ordering.offset() == 0
        && rows > 0
        && rows < (numbered ? MOST_NUMBERED : Integer.MAX_VALUE);
  }

  /** Whether a row is told by its partition and its number. */
  public boolean isToldByNumber() {
    return numbered && counting == Counting.ROWS;
  }

  /** Whether a partition gives one row at most. */
  public boolean givesOneRow() {
    return counting == Counting.ROWS && ordering.limit().orElse(Long.MAX_VALUE) <= 1;
  }

  /** All of it, equal for rules that do the same. */
  public String digest() {
    String keys = ordering.keys().stream().map(SortKey::toString).collect(Collectors.joining(","));
    return partition
        + " "
        + keys
        + " "
        + ordering.offset()
        + " "
        + ordering.limit()
        + " "
        + counting
        + " "
        + ties
        + (numbered ? " numbered" : "");
  }
}
