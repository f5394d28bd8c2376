package io.millrace.exec.query;

import io.millrace.api.error.MillraceException;
import io.millrace.api.progress.StreamingQueryProgress;
import java.time.Instant;
import java.util.Optional;

/** Is told what happens to a query. */
public interface QueryObserver {

  /** Whether somebody wants to know of progress and idleness now. */
  default boolean listens() {
    return false;
  }

  /** An epoch is committed; on the query's thread, which should not be held up. */
  default void progressed(StreamingQueryProgress progress) {}

  /** It waits for data, for quite some time; on the query's thread. */
  default void idle(long nextBatchId, Instant now) {}

  /** Somebody wants the query to end: whoever holds up its thread must let it go; any thread. */
  default void stopping() {}

  /**
   * It has ended, and everything is closed; once, on the query's thread.
   *
   * @param failure why, if it failed
   */
  default void ended(Optional<MillraceException> failure) {}

  /** Somebody wants its plan printed, perhaps with all stages of planning; any thread. */
  default void explain(boolean extended) {}
}
