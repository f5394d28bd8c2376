package io.millrace.exec.query;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Where the time of the batches of one epoch went. */
final class BatchTimes {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long triggerStartMicros;
  private long choiceNanos;
  private long workedNanos;
  private long resumedNanos;
  private long getBatchNanos;
  private long addBatchNanos;
  private long sinkCommitNanos;
  private long walCommitNanos;
  private long commitOffsetsNanos;

  /**
   * Nothing measured yet.
   *
   * @param triggerStartMicros processing time
   */
  BatchTimes(long triggerStartMicros) {
    this.triggerStartMicros = triggerStartMicros;
  }

  /**
   * Work goes on.
   *
   * @param newChoiceNanos how long it took to choose what is to be done
   */
  void resume(long newChoiceNanos) {
    choiceNanos += newChoiceNanos;
    workedNanos += newChoiceNanos;
    resumedNanos = System.nanoTime();
  }

  /** Work pauses. */
  void pause() {
    workedNanos += System.nanoTime() - resumedNanos;
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

  /** All work, without the pauses. */
  long elapsedNanos() {
    return workedNanos;
  }

  /**
   * Parts by Spark's names, in ms; no two of them overlap. Nothing is planned in a batch.
   *
   * @param stateCommitNanos the part of the log's record that is the state
   */
  Map<String, Long> durations(long stateCommitNanos) {
    long stateNanos = Math.min(stateCommitNanos, walCommitNanos);
    Map<String, Long> durations = new LinkedHashMap<>();
    durations.put("triggerExecution", workedNanos / NANOS_PER_MILLI);
    durations.put("latestOffset", choiceNanos / NANOS_PER_MILLI);
    durations.put("queryPlanning", 0L);
    durations.put("getBatch", getBatchNanos / NANOS_PER_MILLI);
    durations.put("addBatch", addBatchNanos / NANOS_PER_MILLI);
    durations.put("walCommit", (walCommitNanos - stateNanos) / NANOS_PER_MILLI);
    durations.put("stateCommit", stateNanos / NANOS_PER_MILLI);
    durations.put("sinkCommit", sinkCommitNanos / NANOS_PER_MILLI);
    durations.put("commitOffsets", commitOffsetsNanos / NANOS_PER_MILLI);
    return durations;
  }
}
