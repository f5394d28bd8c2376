package io.millrace.exec.operator.join;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.InputRows;

/**
 * The part of a join that depends on whether rows have a match: rows of an outer join with NULLs in
 * place of the other side, all rows of a semi or anti join. Not linear, so what changes in it is
 * told once a batch, when both inputs are complete.
 */
interface Unmatched {

  void begin(BatchTime time);

  /**
   * Rows that are about to be added to an input, of keys that have been found.
   *
   * @param side the input: 0 or 1
   * @param slots of the keys of the rows
   */
  void adding(int side, InputRows rows, int[] slots);

  /**
   * Matches of rows that are about to be added with rows of the other input.
   *
   * @param side the input of the rows that are added
   * @param pairs the columns of the left and then of the right input
   * @param pairRows the physical rows of {@code pairs} that match
   * @param count how many they are
   * @param matches what they came of
   */
  void matched(int side, ColumnBatch pairs, int[] pairRows, int count, Matches matches);

  /** Gives what has changed in the batch. */
  void finish(JoinOutput output);
}
