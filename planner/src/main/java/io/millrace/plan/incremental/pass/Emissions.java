package io.millrace.plan.incremental.pass;

import io.millrace.plan.incremental.AggregateNode;
import io.millrace.plan.incremental.DeduplicateNode;
import io.millrace.plan.incremental.DistinctNode;
import io.millrace.plan.incremental.FilterNode;
import io.millrace.plan.incremental.GroupStateNode;
import io.millrace.plan.incremental.JoinNode;
import io.millrace.plan.incremental.ObserveNode;
import io.millrace.plan.incremental.OverNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProgramNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.incremental.RecursionNode;
import io.millrace.plan.incremental.SetNode;
import io.millrace.plan.incremental.TopNNode;
import io.millrace.plan.incremental.WatermarkNode;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import java.util.List;
import java.util.Optional;

/**
 * Decides for each aggregate, Top-N and the like whether it gives every change or only what is
 * final.
 */
public final class Emissions {
  private Emissions() {}

  /** APPEND over unbounded input: groups that can become final are given when they are. */
  public static PlanNode whenFinal(PlanNode node) {
    PlanNode rebuilt = node.withInputs(node.inputs().stream().map(Emissions::whenFinal).toList());
    if (rebuilt instanceof AggregateNode aggregate && aggregate.horizon().isPresent()) {
      return aggregate.withEmission(Emission.FINAL, false);
    }
    if (rebuilt instanceof TopNNode topN && topN.horizon().isPresent()) {
      return topN.withEmission(Emission.FINAL, false);
    }
    return rebuilt;
  }

  /** Bounded input: everything is given at its end. */
  public static PlanNode atEnd(PlanNode node) {
    PlanNode rebuilt = node.withInputs(node.inputs().stream().map(Emissions::atEnd).toList());
    if (rebuilt instanceof AggregateNode aggregate) {
      return aggregate.withEmission(Emission.FINAL, false);
    }
    if (rebuilt instanceof TopNNode topN) {
      return topN.withEmission(Emission.FINAL, false);
    }
    if (rebuilt instanceof JoinNode join) {
      return join.withAtEnd();
    }
    if (rebuilt instanceof SetNode set) {
      return set.withAtEnd();
    }
    if (rebuilt instanceof RecursionNode recursion
        && recursion.traits().kind() != ChangeKind.INSERT) {
      return recursion.withAtEnd();
    }
    if (rebuilt instanceof OverNode over) {
      return over.withAtEnd();
    }
    return rebuilt;
  }

  /**
   * UPDATE of a result whose rows are replaced by key without showing the key: only the new rows
   * are given. Empty if the result is no such, or something below it needs to know what goes.
   */
  public static Optional<PlanNode> newRows(PlanNode node) {
    if (node instanceof GroupStateNode groups) {
      return groups.replacesRows()
          ? Optional.of(groups.withEmission(Emission.UPSERTS))
          : Optional.empty();
    }
    boolean passesOn =
        node instanceof FilterNode
            || node instanceof ProjectNode
            || node instanceof ProgramNode
            || node instanceof WatermarkNode
            || node instanceof ObserveNode;
    return passesOn
        ? newRows(node.inputs().get(0)).map(input -> node.withInputs(List.of(input)))
        : Optional.empty();
  }

  /** COMPLETE: nothing is evicted, nothing is late. */
  public static PlanNode keepAll(PlanNode node) {
    PlanNode rebuilt = node.withInputs(node.inputs().stream().map(Emissions::keepAll).toList());
    if (rebuilt instanceof AggregateNode aggregate) {
      return aggregate.withEmission(Emission.CHANGES, true);
    }
    if (rebuilt instanceof TopNNode topN) {
      return topN.withEmission(Emission.CHANGES, true);
    }
    if (rebuilt instanceof DistinctNode distinct) {
      return DistinctNode.of(distinct.input(), true);
    }
    if (rebuilt instanceof DeduplicateNode first) {
      return DeduplicateNode.of(first.input(), first.keys(), first.withinMicros(), true);
    }
    return rebuilt;
  }
}
