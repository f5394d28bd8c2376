package io.millrace.exec.query;

/** Is told what happens to a query. */
public interface QueryObserver {

  /** Somebody wants the query to end: whoever holds up its thread must let it go; any thread. */
  default void stopping() {}

  /** It has ended, and everything is closed; once, on the query's thread. */
  default void ended() {}
}
