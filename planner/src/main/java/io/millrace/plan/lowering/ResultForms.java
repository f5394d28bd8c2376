package io.millrace.plan.lowering;

import io.millrace.api.connector.OutputMode;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.incremental.AggregateNode;
import io.millrace.plan.incremental.DistinctNode;
import io.millrace.plan.incremental.FilterNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.incremental.RecursionNode;
import io.millrace.plan.incremental.SetNode;
import io.millrace.plan.incremental.TopNNode;
import io.millrace.plan.incremental.WatermarkNode;
import io.millrace.plan.incremental.bound.BoundRules;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import io.millrace.plan.physical.ResultForm;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;

/**
 * Tells from the operators below the root in which form the changes of a result come.
 *
 * <p>An aggregation and a DISTINCT give each of their keys once a batch; operators without memory
 * that handle each row by itself keep rows in order and next to each other, as long as the key
 * survives.
 */
public final class ResultForms {
  private ResultForms() {}

  /**
   * The form of a result.
   *
   * @param mode how it leaves
   * @param isOrdered whether rows of a batch are sorted
   * @param sinkKey the key that the sink has declared; empty if it takes that of the result
   */
  public static ResultForm of(
      PlanNode root, OutputMode mode, boolean isOrdered, List<Integer> sinkKey) {
    if (isOrdered || root.traits().key().isEmpty()) {
      return ResultForm.ANY;
    }
    boolean sinkHasOtherKey =
        !sinkKey.isEmpty()
            && !new HashSet<>(sinkKey).equals(new HashSet<>(root.traits().key().get()));
    if (sinkHasOtherKey) {
      return ResultForm.ANY;
    }
    return switch (mode) {
      case UPDATE -> form(root);
      case CHANGELOG -> form(root) == ResultForm.ANY ? ResultForm.ANY : ResultForm.PAIRS;
      case APPEND, COMPLETE -> ResultForm.ANY;
    };
  }

  /** The strongest form that the node can give. */
  private static ResultForm form(PlanNode node) {
    if (node instanceof AggregateNode aggregate) {
      return aggregate(aggregate);
    }
    if (node instanceof DistinctNode
        || node instanceof RecursionNode recursion && recursion.distinct()
        || node instanceof SetNode set && set.operation().isDistinct()) {
      return ResultForm.PAIRS;
    }
    if (node instanceof TopNNode topN
        && topN.emission() == Emission.CHANGES
        && (topN.rule().givesOneRow()
            || topN.rule().isToldByNumber()
                && topN.rule().isOfFirstRows(topN.input().traits().kind() == ChangeKind.INSERT))) {
      return ResultForm.PAIRS;
    }
    if (node instanceof WatermarkNode watermark) {
      return form(watermark.input());
    }
    if (node instanceof FilterNode filter) {
      return weaken(form(filter.input()), isOnKey(filter));
    }
    if (node instanceof ProjectNode project && project.traits().key().isPresent()) {
      return weaken(form(project.input()), keepsDifferences(project));
    }
    return ResultForm.ANY;
  }

  /** The aggregation that gives the changes of a result that comes as upserts. */
  static AggregateNode lastAggregate(PlanNode root) {
    PlanNode node = root;
    while (!(node instanceof AggregateNode)) {
      node = node.inputs().get(0);
    }
    return (AggregateNode) node;
  }

  private static ResultForm aggregate(AggregateNode node) {
    if (node.emission() != Emission.CHANGES) {
      return ResultForm.ANY;
    }
    // groups that never go need no old row to be deleted by
    return node.traits().kind() == ChangeKind.UPDATE ? ResultForm.UPSERTS : ResultForm.PAIRS;
  }

  /** Without the old row only that can be known which the new row alone tells. */
  private static ResultForm weaken(ResultForm input, boolean keepsUpserts) {
    return input == ResultForm.UPSERTS && !keepsUpserts ? ResultForm.PAIRS : input;
  }

  /** Whether old and new row of a key pass together or not at all. */
  private static boolean isOnKey(FilterNode filter) {
    BitSet others = Expressions.columns(filter.condition());
    filter.input().traits().key().orElse(List.of()).forEach(others::clear);
    return others.isEmpty();
  }

  /** Whether rows that differ in the input still do: every column can be told from the result. */
  private static boolean keepsDifferences(ProjectNode project) {
    List<Integer> key = project.input().traits().key().orElse(List.of());
    for (int column = 0; column < project.input().output().size(); column++) {
      if (!key.contains(column) && !BoundRules.isKept(project.projections(), column)) {
        return false;
      }
    }
    return true;
  }
}
