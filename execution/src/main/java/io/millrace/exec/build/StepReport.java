package io.millrace.exec.build;

import io.millrace.state.StateMetrics;
import java.util.List;
import java.util.Map;

/**
 * What one batch did, measured inside the graph.
 *
 * @param sources by id of the SourceSpec
 * @param eventTimes by ordinal of the watermark declaration; a declaration that saw no time is
 *     missing
 * @param operators the stateful operators, in plan order
 */
public record StepReport(
    Map<String, SourceCount> sources,
    Map<Integer, EventTimes> eventTimes,
    List<OperatorCount> operators) {

  /** What a source gave. */
  public record SourceCount(long rows, long malformed) {}

  /**
   * The event times that passed a watermark declaration, late rows included, NULLs not.
   *
   * @param min oldest, µs
   * @param max newest, µs
   * @param mean µs
   */
  public record EventTimes(long min, long max, double mean, long count) {}

  /**
   * A stateful operator, summed over its partitions.
   *
   * @param operatorId id of its spec
   * @param stateName what the store calls its state
   * @param rowsTotal rows in state after the batch
   * @param rowsUpdated rows written
   * @param rowsRemoved rows evicted
   * @param rowsDroppedByWatermark late contributions
   * @param memoryBytes heap of its state
   * @param partitions instances
   * @param state what the store counts; nothing of this batch is committed yet
   */
  public record OperatorCount(
      String operatorId,
      String stateName,
      long rowsTotal,
      long rowsUpdated,
      long rowsRemoved,
      long rowsDroppedByWatermark,
      long updateNanos,
      long removalNanos,
      long memoryBytes,
      int partitions,
      StateMetrics state) {}
}
