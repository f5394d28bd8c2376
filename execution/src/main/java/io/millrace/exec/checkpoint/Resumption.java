package io.millrace.exec.checkpoint;

import java.util.Optional;

/**
 * Where a run begins.
 *
 * @param last the batch whose outcome the state holds; empty for a query that has run none
 * @param again a batch that was decided and has to run again, as it was, to reach the sink
 * @param publish whether the last batch is still to be made visible
 * @param whole whether the first batch has to give the whole result, which the encoder has not seen
 */
public record Resumption(
    Optional<BatchRecord> last, Optional<BatchRecord> again, boolean publish, boolean whole) {

  /** A query before its first batch. */
  public static final Resumption START =
      new Resumption(Optional.empty(), Optional.empty(), false, false);
}
