package io.millrace.plan.explain;

import io.millrace.plan.incremental.AggregateNode;
import io.millrace.plan.incremental.DeduplicateNode;
import io.millrace.plan.incremental.DistinctNode;
import io.millrace.plan.incremental.GroupStateNode;
import io.millrace.plan.incremental.JoinNode;
import io.millrace.plan.incremental.LimitNode;
import io.millrace.plan.incremental.OverNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.RecursionNode;
import io.millrace.plan.incremental.SetNode;
import io.millrace.plan.incremental.SortNode;
import io.millrace.plan.incremental.TopNNode;
import io.millrace.plan.physical.JoinType;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import java.util.Optional;

/** What a stateful node says of its state. */
final class StateFacts {
  private StateFacts() {}

  /** Whether the node itself keeps rows or counts. */
  static boolean isStateful(PlanNode node) {
    return node instanceof AggregateNode
        || node instanceof DistinctNode
        || node instanceof DeduplicateNode
        || node instanceof GroupStateNode
        || node instanceof JoinNode
        || node instanceof SetNode
        || node instanceof OverNode
        || node instanceof RecursionNode
        || node instanceof SortNode
        || node instanceof TopNNode
        || node instanceof LimitNode;
  }

  /** The event time at which one of its rows is final. */
  static Optional<String> horizon(PlanNode node) {
    Optional<Horizon> horizon =
        node instanceof AggregateNode aggregate
            ? aggregate.horizon()
            : node instanceof DistinctNode distinct
                ? distinct.horizon()
                : node instanceof DeduplicateNode first
                    ? first.horizon()
                    : node instanceof TopNNode topN
                        ? topN.horizon()
                        : node instanceof GroupStateNode groups
                            ? groups.horizon()
                            : Optional.empty();
    return horizon.map(h -> PlanText.horizon(node, h));
  }

  /** When a row comes too late for it. */
  static String late(PlanNode node) {
    return horizon(node)
        .map(h -> "dropped and counted once " + h + " is at or before the watermark")
        .orElse("never: no row is dropped");
  }

  /** When it gives its rows. */
  static String gives(PlanNode node) {
    boolean ends = node.traits().ends();
    if (node instanceof SortNode) {
      return "all rows at the end of the input";
    }
    if (node instanceof LimitNode) {
      return "the first rows, as they come";
    }
    if (node instanceof AggregateNode aggregate) {
      return aggregate.emission() == Emission.CHANGES
          ? "changes, batch by batch"
          : ends ? "each row once, at the end of the input" : "each row once, when it is final";
    }
    if (node instanceof GroupStateNode groups) {
      return switch (groups.emission()) {
        case FINAL -> "what the function gives for each key, at the end of the input";
        case UPSERTS -> "what the function gives, batch by batch";
        case CHANGES ->
            groups.replacesRows()
                ? "what the function gives, batch by batch, for what it gave before"
                : "what the function gives, batch by batch";
      };
    }
    if (node instanceof DistinctNode distinct) {
      return distinct.inputs().get(0).traits().kind()
              == io.millrace.plan.physical.QueryPlan.ChangeKind.INSERT
          ? "each row at its first occurrence"
          : "changes, batch by batch";
    }
    if (node instanceof DeduplicateNode) {
      return "the first row of each key, as it comes";
    }
    if (node instanceof TopNNode topN) {
      return topN.emission() == Emission.CHANGES
          ? "changes, batch by batch"
          : ends ? "each row once, at the end of the input" : "each row once, when it is final";
    }
    if (node instanceof SetNode set) {
      return set.atEnd() ? "each row once, at the end of the input" : "changes, batch by batch";
    }
    if (node instanceof RecursionNode recursion) {
      return recursion.atEnd()
          ? "each row once, at the end of the input"
          : "changes, batch by batch; a batch costs what it changes, in every round";
    }
    if (node instanceof OverNode over) {
      return over.atEnd() ? "each row once, at the end of the input" : "changes, batch by batch";
    }
    if (node instanceof JoinNode join) {
      return node.traits().kind() == io.millrace.plan.physical.QueryPlan.ChangeKind.INSERT
          ? join.atEnd() && join.type() != JoinType.INNER
              ? "pairs as they come, rows without one at the end of the input"
              : "each pair as its second row comes"
          : "changes, batch by batch";
    }
    return "rows as they come";
  }
}
