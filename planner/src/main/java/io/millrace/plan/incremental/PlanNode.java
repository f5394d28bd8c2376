package io.millrace.plan.incremental;

import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.bound.Traits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A node of the plan over changes. Immutable; what is known about its changes follows from its
 * parts when it is made.
 */
public sealed interface PlanNode
    permits SourceNode,
        ValuesNode,
        FilterNode,
        ProjectNode,
        WatermarkNode,
        WindowNode,
        UnionAllNode,
        AggregateNode,
        DistinctNode,
        SortNode,
        LimitNode {

  /** The columns it gives. */
  Schema output();

  /** Where its rows come from. */
  List<PlanNode> inputs();

  /** What is known about its changes. */
  Traits traits();

  /** The same node over other inputs of the same columns. */
  PlanNode withInputs(List<PlanNode> newInputs);

  /** Its kind in one word, as in operator ids. */
  String kindName();

  /**
   * What it does, without its inputs, names of columns and places in the script: equal for nodes
   * that do the same to the same input.
   */
  String parameters();

  /** A hash of the sub-plan: equal for sub-plans that compute the same. */
  default String digest() {
    StringBuilder text = new StringBuilder(kindName()).append(' ').append(parameters());
    for (PlanNode input : inputs()) {
      text.append(' ').append(input.digest());
    }
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      byte[] bytes = hash.digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether it, or a node below, keeps state. */
  default boolean isStateful() {
    return this instanceof AggregateNode
        || this instanceof DistinctNode
        || this instanceof LimitNode
        || this instanceof SortNode
        || inputs().stream().anyMatch(PlanNode::isStateful);
  }
}
