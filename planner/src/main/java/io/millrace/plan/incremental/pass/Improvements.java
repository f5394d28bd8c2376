package io.millrace.plan.incremental.pass;

import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.physical.PlanRules;

/** The passes that make plans better, in their order. */
public final class Improvements {
  private Improvements() {}

  /** The improved plan of a query as it was written. */
  public static PlanNode of(PlanNode node, PlanRules rules) {
    PlanNode pushed = FilterPushDown.apply(node, rules);
    if (rules == PlanRules.FIRST) {
      return again(pushed, rules);
    }
    PlanNode ordered = JoinOrder.apply(pushed);
    return again(ordered == pushed ? pushed : FilterPushDown.apply(ordered, rules), rules);
  }

  /** The improved plan, once more after its nodes have been told when to give their rows. */
  public static PlanNode again(PlanNode node, PlanRules rules) {
    return ProjectMerge.apply(ColumnPruning.apply(node, rules));
  }
}
