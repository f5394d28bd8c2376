package io.millrace.state;

/**
 * What the state of an operator costs.
 *
 * @param rows keys and values in its tables, in memory or not
 * @param residentRows those in memory
 * @param memoryBytes heap, roughly
 * @param dirtyRows written or removed since the last commit
 * @param loggedBytes written to the log by the last commit
 * @param commitNanos how long it took to bring the changes into the last commit's record
 * @param hits keys looked up that were in memory, or known to be nowhere, since the start
 * @param misses keys that had to be looked for on disk, since the start
 */
public record StateMetrics(
    long rows,
    long residentRows,
    long memoryBytes,
    long dirtyRows,
    long loggedBytes,
    long commitNanos,
    long hits,
    long misses) {

  /** No state at all. */
  public static final StateMetrics NONE = new StateMetrics(0, 0, 0, 0, 0, 0, 0, 0);

  public StateMetrics plus(StateMetrics other) {
    return new StateMetrics(
        rows + other.rows,
        residentRows + other.residentRows,
        memoryBytes + other.memoryBytes,
        dirtyRows + other.dirtyRows,
        loggedBytes + other.loggedBytes,
        commitNanos + other.commitNanos,
        hits + other.hits,
        misses + other.misses);
  }
}
