package io.millrace.plan.incremental;

import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.bound.Traits;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

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
        ObserveNode,
        WindowNode,
        LateralNode,
        UnionAllNode,
        AggregateNode,
        DistinctNode,
        DeduplicateNode,
        ProgramNode,
        GroupStateNode,
        JoinNode,
        SetNode,
        OverNode,
        RecursionNode,
        LoopInputNode,
        SortNode,
        TopNNode,
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
    // Distinguishes the few operators of a query; loading a message digest would cost a start.
    CRC32C hash = new CRC32C();
    hash.update(text.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) hash.getValue());
  }

  /** Whether it, or a node below, keeps state. */
  default boolean isStateful() {
    return this instanceof AggregateNode
        || this instanceof DistinctNode
        || this instanceof DeduplicateNode
        || this instanceof GroupStateNode
        || this instanceof JoinNode
        || this instanceof SetNode
        || this instanceof OverNode
        || this instanceof RecursionNode
        || this instanceof LimitNode
        || this instanceof SortNode
        || this instanceof TopNNode
        || inputs().stream().anyMatch(PlanNode::isStateful);
  }
}
