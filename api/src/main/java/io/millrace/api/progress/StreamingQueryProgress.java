package io.millrace.api.progress;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What one batch of a query did, or an epoch of several. Names are Spark's.
 *
 * @param id the query's id, kept over restarts
 * @param runId the id of this start of it
 * @param name the query's name; empty if it has none
 * @param batchId the batch
 * @param timestamp when the trigger started
 * @param batchDuration wall time of the trigger, ms
 * @param durationMs parts of it by name: triggerExecution, latestOffset, queryPlanning, getBatch,
 *     addBatch, walCommit, stateCommit, sinkCommit, commitOffsets
 * @param numInputRows sum over sources
 * @param inputRowsPerSecond rows ÷ time since the previous trigger start; 0 in the first
 * @param processedRowsPerSecond rows ÷ trigger time, which counts as at least 1 ms
 * @param eventTime event times and watermark; empty if the query has no watermark
 * @param observedMetrics what {@code Dataset.observe} has computed, by its name
 */
public record StreamingQueryProgress(
    UUID id,
    UUID runId,
    Optional<String> name,
    long batchId,
    Instant timestamp,
    long batchDuration,
    Map<String, Long> durationMs,
    long numInputRows,
    double inputRowsPerSecond,
    double processedRowsPerSecond,
    Optional<EventTimeProgress> eventTime,
    List<StateOperatorProgress> stateOperators,
    List<SourceProgress> sources,
    SinkProgress sink,
    Map<String, ObservedMetrics> observedMetrics) {
  public StreamingQueryProgress {
    durationMs = Collections.unmodifiableMap(new LinkedHashMap<>(durationMs));
    stateOperators = List.copyOf(stateOperators);
    sources = List.copyOf(sources);
    observedMetrics = Collections.unmodifiableMap(new LinkedHashMap<>(observedMetrics));
  }

  /** Of a query that observes nothing. */
  public StreamingQueryProgress(
      UUID id,
      UUID runId,
      Optional<String> name,
      long batchId,
      Instant timestamp,
      long batchDuration,
      Map<String, Long> durationMs,
      long numInputRows,
      double inputRowsPerSecond,
      double processedRowsPerSecond,
      Optional<EventTimeProgress> eventTime,
      List<StateOperatorProgress> stateOperators,
      List<SourceProgress> sources,
      SinkProgress sink) {
    this(
        id,
        runId,
        name,
        batchId,
        timestamp,
        batchDuration,
        durationMs,
        numInputRows,
        inputRowsPerSecond,
        processedRowsPerSecond,
        eventTime,
        stateOperators,
        sources,
        sink,
        Map.of());
  }

  /** The report in one line of JSON, with Spark's names of fields in Spark's order. */
  public String json() {
    return ProgressJson.compact(this);
  }

  /** The report as JSON over several lines. */
  public String prettyJson() {
    return ProgressJson.pretty(this);
  }

  /** As {@link #prettyJson}. */
  @Override
  public String toString() {
    return prettyJson();
  }
}
