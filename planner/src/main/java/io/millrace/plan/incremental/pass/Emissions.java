package io.millrace.plan.incremental.pass;

import io.millrace.plan.incremental.AggregateNode;
import io.millrace.plan.incremental.DistinctNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.physical.OperatorSpec.Emission;

/** Decides for each aggregate whether it gives every change or only what is final. */
public final class Emissions {
  private Emissions() {}

  /** APPEND over unbounded input: groups that can become final are given when they are. */
  public static PlanNode whenFinal(PlanNode node) {
    PlanNode rebuilt = node.withInputs(node.inputs().stream().map(Emissions::whenFinal).toList());
    if (rebuilt instanceof AggregateNode aggregate && aggregate.horizon().isPresent()) {
      return aggregate.withEmission(Emission.FINAL, false);
    }
    return rebuilt;
  }

  /** Bounded input: everything is given at its end. */
  public static PlanNode atEnd(PlanNode node) {
    PlanNode rebuilt = node.withInputs(node.inputs().stream().map(Emissions::atEnd).toList());
    if (rebuilt instanceof AggregateNode aggregate) {
      return aggregate.withEmission(Emission.FINAL, false);
    }
    return rebuilt;
  }

  /** COMPLETE: nothing is evicted, nothing is late. */
  public static PlanNode keepAll(PlanNode node) {
    PlanNode rebuilt = node.withInputs(node.inputs().stream().map(Emissions::keepAll).toList());
    if (rebuilt instanceof AggregateNode aggregate) {
      return aggregate.withEmission(Emission.CHANGES, true);
    }
    if (rebuilt instanceof DistinctNode distinct) {
      return DistinctNode.of(distinct.input(), true);
    }
    return rebuilt;
  }
}
