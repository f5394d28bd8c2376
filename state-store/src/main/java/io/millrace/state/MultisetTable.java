package io.millrace.state;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;

/**
 * For each group, values with weights: what MIN and MAX under retraction, DISTINCT aggregates and
 * joins remember. A group is named by a small number, the slot of its key in another table.
 *
 * <p>A value is <em>present</em> while its weight is positive. Used by one thread at a time.
 */
public interface MultisetTable {
  /** No value. */
  int NONE = -1;

  /**
   * Adds weights to values.
   *
   * @param groups the group of each row
   * @param columns of the batch that make the value
   * @param rows physical rows
   * @param weights one for each row
   * @param transitions receives for each row +1 if the value became present, −1 if it ceased to be,
   *     else 0
   */
  void add(
      int[] groups,
      ColumnBatch batch,
      int[] columns,
      int[] rows,
      int[] weights,
      int count,
      int[] transitions);

  /**
   * The handle of the smallest or largest present value; {@link #NONE} without any. The table is
   * ordered, and its values cannot be NULL.
   */
  int extreme(int group, boolean largest);

  /**
   * All values of groups with their weights, in an order that depends on nothing but the values, so
   * that it is the same after a restart; also negative weights, of values whose insertion is still
   * to come. The handles hold until the group changes.
   *
   * @param target filled with a request for each group
   */
  void values(int[] groups, int count, GroupRows target);

  /** Whether a group has no value at all, present or not. */
  boolean isEmpty(int group);

  /** The words of the value that a handle stands for, laid out as {@link #layout} says. */
  long word(int handle, int word);

  /** Appends the first column of a value. */
  void append(int handle, ColumnBuilder target);

  /** Appends a column of values. */
  void append(int column, int[] handles, int from, int to, ColumnBuilder target);

  /** Words of a value, behind the group. */
  KeyLayout layout();

  /** Forgets everything about groups. */
  void removeGroups(int[] groups, int from, int to);

  /** The number of values. */
  int size();

  long memoryBytes();
}
