package io.millrace.exec.query;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Where the time of one batch went. */
final class BatchTimes {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long triggerStartMicros;
  private final long choiceNanos;
  private final long startNanos = System.nanoTime();
  private long getBatchNanos;
  private long addBatchNanos;
  private long sinkCommitNanos;
  private long walCommitNanos;
  private long commitOffsetsNanos;

  /**
   * Begins to measure.
   *
   * @param triggerStartMicros processing time
   * @param choiceNanos how long it took to choose the batch
   */
  BatchTimes(long triggerStartMicros, long choiceNanos) {
    this.triggerStartMicros = triggerStartMicros;
    this.choiceNanos = choiceNanos;
  }

  long triggerStartMicros() {
    return triggerStartMicros;
  }

  <T> T getBatch(Supplier<T> action) {
    long started = System.nanoTime();
    T result = action.get();
    getBatchNanos += System.nanoTime() - started;
    return result;
  }

  <T> T sinkCommit(Supplier<T> action) {
    long started = System.nanoTime();
    T result = action.get();
    sinkCommitNanos += System.nanoTime() - started;
    return result;
  }

  void walCommit(Runnable action) {
    long started = System.nanoTime();
    action.run();
    walCommitNanos += System.nanoTime() - started;
  }

  void addBatch(long nanos) {
    addBatchNanos += nanos;
  }

  void commitOffsets(long nanos) {
    commitOffsetsNanos += nanos;
  }

  /** The whole trigger until now. */
  long elapsedNanos() {
    return choiceNanos + System.nanoTime() - startNanos;
  }

  /** Parts by Spark's names, in ms. Nothing is planned, logged or made durable in a batch. */
  Map<String, Long> durations(long elapsedNanos) {
    Map<String, Long> durations = new LinkedHashMap<>();
    durations.put("triggerExecution", elapsedNanos / NANOS_PER_MILLI);
    durations.put("latestOffset", choiceNanos / NANOS_PER_MILLI);
    durations.put("queryPlanning", 0L);
    durations.put("getBatch", getBatchNanos / NANOS_PER_MILLI);
    durations.put("addBatch", addBatchNanos / NANOS_PER_MILLI);
    durations.put("walCommit", walCommitNanos / NANOS_PER_MILLI);
    durations.put("stateCommit", 0L);
    durations.put("sinkCommit", sinkCommitNanos / NANOS_PER_MILLI);
    durations.put("commitOffsets", commitOffsetsNanos / NANOS_PER_MILLI);
    return durations;
  }
}
