package io.millrace.exec.query;

/**
 * Is told of each step of each batch when it is behind. What it throws ends the query as the death
 * of its process would: nothing is aborted, nothing is committed, and closing only frees what the
 * end of a process frees. For tests.
 */
public interface ProtocolObserver {
  /** Lets everything pass. */
  ProtocolObserver NONE = (step, batchId) -> {};

  /** The step is done; the next has not begun. On the query's thread. */
  void after(ProtocolStep step, long batchId);
}
