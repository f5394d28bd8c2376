package io.millrace.api.progress;

import java.util.Map;

/**
 * One stateful operator in one batch.
 *
 * @param operatorName kind and place among the operators with state, from the inside: {@code
 *     aggregate-0}; its state in a checkpoint has the same name
 * @param numRowsTotal rows in state after the batch
 * @param numRowsUpdated rows written in the batch
 * @param numRowsRemoved rows evicted in the batch
 * @param numRowsDroppedByWatermark late contributions rejected in this batch
 * @param allUpdatesTimeMs time spent updating
 * @param allRemovalsTimeMs time spent evicting
 * @param commitTimeMs time spent making the state durable
 * @param memoryUsedBytes heap the state takes
 * @param numShufflePartitions key groups
 * @param numStateStoreInstances stores
 * @param customMetrics what a checkpoint makes of the state, all 0 without one: {@code dirtyRows}
 *     written or removed in the batch, {@code cacheHits} and {@code cacheMisses} of keys looked up
 *     in memory since the start, {@code loggedBytes} of the batch's record; {@code
 *     numDroppedDuplicateRows} of dropDuplicates
 */
public record StateOperatorProgress(
    String operatorName,
    long numRowsTotal,
    long numRowsUpdated,
    long numRowsRemoved,
    long numRowsDroppedByWatermark,
    long allUpdatesTimeMs,
    long allRemovalsTimeMs,
    long commitTimeMs,
    long memoryUsedBytes,
    int numShufflePartitions,
    int numStateStoreInstances,
    Map<String, Long> customMetrics) {
  public StateOperatorProgress {
    customMetrics = Map.copyOf(customMetrics);
  }

  /** The report in one line of JSON. */
  public String json() {
    return ProgressJson.compact(this);
  }

  /** The report as JSON over several lines. */
  public String prettyJson() {
    return ProgressJson.pretty(this);
  }
}
