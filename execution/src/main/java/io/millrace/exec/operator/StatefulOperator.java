package io.millrace.exec.operator;

import java.util.Map;

/**
 * An operator with memory, one partition of it. Calls come from one thread at a time, for each
 * batch: {@link #begin}, {@link #process} any number of times, {@link #finish}; whatever is in
 * {@link #emission} is taken away after each round of {@code process} and after {@code finish}.
 */
public interface StatefulOperator {

  /** Begins a batch. */
  void begin(BatchTime time);

  /**
   * Gives the whole result so far as insertions, right behind {@link #begin}; changes of the batch
   * follow as ever. Only for operators whose state has all of it.
   */
  default void giveAll() {
    throw new IllegalStateException("the whole result is not kept");
  }

  /** Takes rows, in order of arrival. */
  void process(InputRows input);

  /**
   * Takes rows of one of several inputs.
   *
   * @param index the input, from 0 on
   */
  default void process(int index, InputRows input) {
    process(input);
  }

  /** Ends a batch: all its input has come, upstream's final rows included. */
  void finish();

  /** Where output waits to be taken. */
  Emission emission();

  /**
   * Whether a batch, or a column of it, is still read when {@link #process} has returned and what
   * was emitted has been taken. If not, its memory is used again.
   */
  default boolean keepsInput() {
    return true;
  }

  /** Whether {@link #isSatisfied} may ever be true. */
  default boolean canBeSatisfied() {
    return false;
  }

  /** Whether no further input can change anything; then reading may stop. */
  default boolean isSatisfied() {
    return false;
  }

  /**
   * The batch time from which on a batch is due for the operator's sake, though there may be no new
   * rows; {@link Long#MAX_VALUE} for never. Asked between batches.
   */
  default long nextTimerMicros() {
    return Long.MAX_VALUE;
  }

  /** Keys or rows held. */
  long rowsTotal();

  /** What happened in this batch, and what is held. */
  StateCount count();

  /**
   * What else happened in this batch, which only this kind of operator counts, by the names that
   * progress has for it; the same names whatever happened.
   */
  default Map<String, Long> customCounts() {
    return Map.of();
  }
}
