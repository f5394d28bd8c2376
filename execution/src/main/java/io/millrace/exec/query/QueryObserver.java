package io.millrace.exec.query;

import io.millrace.api.batch.ChangeBatch;

/** Is told what happens to a query. */
public interface QueryObserver {

  /** The sink has received that, in a batch that is not decided yet; on the query's thread. */
  default void written(ChangeBatch changes) {}

  /** Somebody wants the query to end: whoever holds up its thread must let it go; any thread. */
  default void stopping() {}

  /** It has ended, and everything is closed; once, on the query's thread. */
  default void ended() {}
}
