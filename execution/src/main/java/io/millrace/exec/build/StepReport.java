package io.millrace.exec.build;

import io.millrace.api.progress.ObservedMetrics;
import io.millrace.state.StateMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one batch did, or several one after the other, measured inside the graph.
 *
 * @param sources by id of the SourceSpec
 * @param eventTimes by ordinal of the watermark declaration; a declaration that saw no time is
 *     missing
 * @param operators the stateful operators, in plan order
 * @param observed what was observed, by name; of several batches that of the last
 */
public record StepReport(
    Map<String, SourceCount> sources,
    Map<Integer, EventTimes> eventTimes,
    List<OperatorCount> operators,
    Map<String, ObservedMetrics> observed) {

  /** Both together; the other one is of the batch behind. */
  public StepReport plus(StepReport next) {
    Map<String, SourceCount> bothSources = new LinkedHashMap<>(sources);
    next.sources.forEach((id, count) -> bothSources.merge(id, count, SourceCount::plus));
    Map<Integer, EventTimes> bothTimes = new TreeMap<>(eventTimes);
    next.eventTimes.forEach((node, times) -> bothTimes.merge(node, times, EventTimes::plus));
    List<OperatorCount> bothOperators = new ArrayList<>(operators.size());
    for (int i = 0; i < operators.size(); i++) {
      bothOperators.add(operators.get(i).plus(next.operators.get(i)));
    }
    return new StepReport(bothSources, bothTimes, bothOperators, next.observed);
  }

  /** What a source gave. */
  public record SourceCount(long rows, long malformed) {
    SourceCount plus(SourceCount next) {
      return new SourceCount(rows + next.rows, malformed + next.malformed);
    }
  }

  /**
   * The event times that passed a watermark declaration, late rows included, NULLs not.
   *
   * @param min oldest, µs
   * @param max newest, µs
   * @param mean µs
   */
  public record EventTimes(long min, long max, double mean, long count) {
    EventTimes plus(EventTimes next) {
      long both = count + next.count;
      return new EventTimes(
          Math.min(min, next.min),
          Math.max(max, next.max),
          mean + (next.mean - mean) * next.count / both,
          both);
    }
  }

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
   * @param custom what only this kind of operator counts, by name
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
      StateMetrics state,
      Map<String, Long> custom) {
    public OperatorCount {
      custom = Map.copyOf(custom);
    }

    OperatorCount plus(OperatorCount next) {
      return new OperatorCount(
          operatorId,
          stateName,
          next.rowsTotal,
          rowsUpdated + next.rowsUpdated,
          rowsRemoved + next.rowsRemoved,
          rowsDroppedByWatermark + next.rowsDroppedByWatermark,
          updateNanos + next.updateNanos,
          removalNanos + next.removalNanos,
          next.memoryBytes,
          partitions,
          next.state,
          sums(custom, next.custom));
    }

    private static Map<String, Long> sums(Map<String, Long> left, Map<String, Long> right) {
      Map<String, Long> sums = new HashMap<>(left);
      right.forEach((name, count) -> sums.merge(name, count, Long::sum));
      return sums;
    }
  }
}
