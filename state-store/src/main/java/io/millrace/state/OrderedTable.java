package io.millrace.state;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;

/**
 * For each group, rows with weights in an order: what Top-N, OVER, frames and joins by time
 * remember. A group is named by a small number, the slot of its key in another table.
 *
 * <p>Rows are ordered by their columns, the first of them as {@link SortOrder}s say, the others
 * ascending, NULLs first. So there are no ties: rows that are equal in all columns are one row,
 * whose weights add up. Whoever wants ties in the order of arrival puts a number of arrival behind
 * the columns that are sorted by.
 *
 * <p>A row has a <em>handle</em>, a small number that stays its own until the row is removed;
 * handles of removed rows are used again. It also has <em>positions</em> in its group, as many as
 * it weighs: they are counted from 0 in the order of rows, so that a row's first position is the
 * weight before it. A row whose weight is negative, because its insertion is still to come, is kept
 * and has none. Positions hold until the group changes.
 *
 * <p>Every call costs the logarithm of the group's size for each thing asked, and what it finds.
 * What a call takes and gives are arrays with an element for each thing asked, {@code count} of
 * them. Used by one thread at a time.
 */
public interface OrderedTable {
  /** No row. */
  int NONE = -1;

  /** A place beside a row. */
  enum Place {
    /** Before the row. */
    BEFORE_ROW,
    /** Before all rows that are equal to it in the columns that have a {@link SortOrder}. */
    BEFORE_PEERS,
    /** Behind all those rows. */
    BEHIND_PEERS
  }

  /**
   * Adds weights to rows, making those that are missing and removing those whose weight comes to 0.
   *
   * @param groups the group of each row
   * @param columns of the batch that make a row, all of them
   * @param rows physical rows
   * @param weights one for each row
   * @param handles receives the handles; {@link #NONE} for rows that are not there afterwards
   */
  void add(
      int[] groups,
      ColumnBatch batch,
      int[] columns,
      int[] rows,
      int[] weights,
      int count,
      int[] handles);

  /**
   * Adds weights to rows that are there, removing those whose weight comes to 0.
   *
   * @param handles of different rows; becomes {@link #NONE} for those that are removed
   */
  void addWeights(int[] handles, int[] weights, int count);

  /** What groups weigh: how many positions they have. */
  void sizes(int[] groups, int count, long[] sizes);

  /** The weights of rows that are there, also negative ones. */
  void weights(int[] handles, int count, long[] weights);

  /** How many positions of its group are before a place beside each row, which is there. */
  void positions(int[] handles, Place place, int count, long[] positions);

  /**
   * How many positions of a group are before a bound, which need not be a row.
   *
   * @param groups the group that each bound is for
   * @param columns of the batch that make a bound and are compared with the first columns of rows:
   *     at least one of them, and not NULL where those cannot be
   * @param rows physical rows
   * @param behind whether rows that are equal to the bound count too
   */
  void search(
      int[] groups,
      ColumnBatch batch,
      int[] columns,
      int[] rows,
      boolean behind,
      int count,
      long[] positions);

  /** The rows at positions of groups; {@link #NONE} at positions that they do not have. */
  void select(int[] groups, long[] positions, int count, int[] handles);

  /**
   * The rows at ranges of positions, which may go beyond those that there are.
   *
   * @param from the first position of each range
   * @param to the position behind each range
   * @param backward whether the rows come last first
   * @param target filled with a request for each range
   */
  void ranges(int[] groups, long[] from, long[] to, boolean backward, int count, GroupRows target);

  /** Appends a column of rows that are there. */
  void append(int column, int[] handles, int from, int to, ColumnBuilder target);

  /**
   * Removes the rows of groups that are before a bound, also those without a position. Costs what
   * it removes.
   *
   * @param columns of the batch that make a bound, as in {@link #search}
   */
  void removeBefore(int[] groups, ColumnBatch batch, int[] columns, int[] rows, int count);

  /** Forgets everything about groups. */
  void removeGroups(int[] groups, int from, int to);

  /** The number of rows. */
  int size();

  /** Heap in use, roughly. */
  long memoryBytes();
}
