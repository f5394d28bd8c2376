package io.millrace.plan.explain;

import java.util.Map;

/**
 * What a query has measured, shown beside its plan.
 *
 * @param summary what all batches and the last one did, in a line
 * @param batch numbers of the last batch by name; empty before the first
 * @param operators what an operator's state holds, by the operator's id
 */
public record LiveNumbers(
    String summary, Map<String, Long> batch, Map<String, OperatorNumbers> operators) {

  /** Without any. */
  public static final LiveNumbers NONE = new LiveNumbers("", Map.of(), Map.of());

  public LiveNumbers {
    operators = Map.copyOf(operators);
  }

  /** The state of an operator after the last batch, and what that batch did to it. */
  public record OperatorNumbers(long rows, long bytes, long updated, long removed, long late) {}
}
