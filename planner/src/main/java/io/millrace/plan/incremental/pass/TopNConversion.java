package io.millrace.plan.incremental.pass;

import io.millrace.plan.incremental.FilterNode;
import io.millrace.plan.incremental.LateralNode;
import io.millrace.plan.incremental.LimitNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProgramNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.incremental.SourceNode;
import io.millrace.plan.incremental.TopNNode;
import io.millrace.plan.incremental.UnionAllNode;
import io.millrace.plan.incremental.ValuesNode;
import io.millrace.plan.incremental.WatermarkNode;
import io.millrace.plan.incremental.WindowNode;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.Ordering;
import io.millrace.plan.physical.Ordering.SortKey;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import io.millrace.plan.physical.TopN;
import io.millrace.plan.physical.TopN.Counting;
import io.millrace.plan.physical.TopN.Ties;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** ORDER BY with LIMIT, OFFSET or FETCH, wherever it stands. */
public final class TopNConversion {
  private TopNConversion() {}

  /** The rows that a cut leaves. */
  public static PlanNode cut(PlanNode input, Ordering ordering) {
    return cut(input, ordering, Counting.ROWS);
  }

  /**
   * The rows that a cut leaves.
   *
   * @param counting RANK for WITH TIES
   */
  static PlanNode cut(PlanNode input, Ordering ordering, Counting counting) {
    if (ordering.keys().isEmpty()
        && input.traits().kind() == ChangeKind.INSERT
        && keepsArrival(input)) {
      return new LimitNode(input, ordering.offset(), ordering.limit().orElse(Long.MAX_VALUE));
    }
    return partitioned(input, List.of(), ordering, counting, false);
  }

  /** The first rows of each partition. */
  static TopNNode partitioned(
      PlanNode input,
      List<Integer> partition,
      Ordering ordering,
      Counting counting,
      boolean numbered) {
    List<SortKey> keys = essential(ordering.keys(), partition);
    Ordering order = new Ordering(keys, ordering.offset(), ordering.limit());
    TopN rule =
        new TopN(partition, order, counting, ties(input, partition, order, counting), numbered);
    return TopNNode.of(input, rule, Emission.CHANGES, false);
  }

  /** Keys without those that never decide. */
  private static List<SortKey> essential(List<SortKey> keys, List<Integer> partition) {
    Set<Integer> decided = new HashSet<>(partition);
    List<SortKey> essential = new ArrayList<>();
    for (SortKey key : keys) {
      if (decided.add(key.column())) {
        essential.add(key);
      }
    }
    return essential;
  }

  private static Ties ties(
      PlanNode input, List<Integer> partition, Ordering ordering, Counting counting) {
    if (counting != Counting.ROWS && ordering.offset() == 0) {
      return Ties.NONE;
    }
    Set<Integer> ordered = new HashSet<>(partition);
    ordering.keys().forEach(key -> ordered.add(key.column()));
    boolean total =
        ordered.size() == input.output().size()
            || input.traits().key().filter(ordered::containsAll).isPresent();
    if (total) {
      return Ties.NONE;
    }
    return keepsArrival(input) ? Ties.ARRIVAL : Ties.COLUMNS;
  }

  /**
   * The keys of an order that breaks ties by columns, where a sort breaks them by arrival: whatever
   * computes a result, and in however many batches, it is the same one.
   */
  public static Ordering total(PlanNode input, Ordering ordering) {
    boolean cut = ordering.limit().isPresent() || ordering.offset() > 0;
    if (!cut || ties(input, List.of(), ordering, Counting.ROWS) != Ties.COLUMNS) {
      return ordering;
    }
    List<SortKey> keys = new ArrayList<>(ordering.keys());
    for (int i = 0; i < input.output().size(); i++) {
      keys.add(new SortKey(i, false, true));
    }
    return new Ordering(essential(keys, List.of()), ordering.offset(), ordering.limit());
  }

  /** Whether rows come in the order in which those of sources did: each by itself. */
  static boolean keepsArrival(PlanNode node) {
    boolean linear =
        node instanceof SourceNode
            || node instanceof ValuesNode
            || node instanceof FilterNode
            || node instanceof ProjectNode
            || node instanceof WatermarkNode
            || node instanceof WindowNode
            || node instanceof LateralNode
            || node instanceof ProgramNode
            || node instanceof UnionAllNode
            || node instanceof LimitNode;
    return linear && node.inputs().stream().allMatch(TopNConversion::keepsArrival);
  }
}
