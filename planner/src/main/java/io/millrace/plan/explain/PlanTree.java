package io.millrace.plan.explain;

import java.util.List;
import java.util.Map;

/**
 * A plan to be written as JSON or DOT.
 *
 * @param operator what it is, in one word
 * @param label what it does, in one line
 * @param facts what is known of it, in the order in which it is written; values are texts, numbers,
 *     truth values, and lists and maps of them
 * @param inputs where its rows come from
 */
public record PlanTree(
    String operator, String label, Map<String, Object> facts, List<PlanTree> inputs) {
  public PlanTree {
    inputs = List.copyOf(inputs);
  }
}
