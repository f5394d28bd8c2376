package io.millrace.plan.incremental;

import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.expression.UnnestCode;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.OverCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parts of a plan that stand in it more than once and need to run only once: each is an
 * operator that keeps something, with all that is below it. A query in WITH that is read twice has
 * such a part, or a view in both inputs of a join.
 *
 * <p>Parts are equal if they do the same to the same input, whatever their columns are called and
 * wherever they are written. What depends on more than its input, or belongs to a program, runs in
 * each place.
 */
public final class CommonParts {
  /** No parts at all. */
  public static final CommonParts NONE = new CommonParts();

  private final Map<Object, Integer> kinds = new HashMap<>();
  private final Map<PlanNode, Integer> ids = new IdentityHashMap<>();
  private final Set<Integer> common = new HashSet<>();

  private CommonParts() {}

  /** The common parts of a plan. */
  public static CommonParts of(PlanNode root) {
    if (kept(root) < 2) {
      return NONE;
    }
    CommonParts parts = new CommonParts();
    parts.id(root);
    return parts.common.isEmpty() ? NONE : parts;
  }

  private static int kept(PlanNode node) {
    int count = keeps(node) ? 1 : 0;
    for (PlanNode input : node.inputs()) {
      count += kept(input);
    }
    return count;
  }

  public boolean isEmpty() {
    return common.isEmpty();
  }

  /** The number of the part that a node of the plan is the top of; empty if it is of none. */
  public Optional<Integer> part(PlanNode node) {
    return Optional.ofNullable(ids.get(node)).filter(common::contains);
  }

  /** A number for what a node does with its inputs; empty if it is not the same in each place. */
  private Optional<Integer> id(PlanNode node) {
    List<Object> key = new ArrayList<>();
    boolean isSame = addOwn(node, key);
    for (PlanNode input : node.inputs()) {
      Optional<Integer> of = id(input);
      isSame &= of.isPresent();
      key.add(of);
    }
    if (!isSame) {
      return Optional.empty();
    }
    key.add(node.output().fields().stream().map(field -> field.type()).toList());
    Integer known = kinds.putIfAbsent(key, kinds.size());
    int id = known == null ? kinds.size() - 1 : known;
    ids.put(node, id);
    if (known != null && keeps(node)) {
      common.add(id);
    }
    return Optional.of(id);
  }

  private static boolean keeps(PlanNode node) {
    return node instanceof AggregateNode
        || node instanceof DistinctNode
        || node instanceof DeduplicateNode
        || node instanceof JoinNode
        || node instanceof SetNode
        || node instanceof OverNode
        || node instanceof TopNNode
        || node instanceof LimitNode;
  }

  /** Adds what makes a node what it is; false if it is something else in each place. */
  private static boolean addOwn(PlanNode node, List<Object> key) {
    key.add(node.kindName());
    if (node instanceof SourceNode source) {
      key.add(System.identityHashCode(source.relation()));
      key.add(source.relation().name());
      key.add(source.columns());
      return true;
    } else if (node instanceof FilterNode filter) {
      return add(List.of(filter.condition()), key);
    } else if (node instanceof ProjectNode project) {
      return add(project.projections(), key);
    } else if (node instanceof JoinNode join) {
      key.add(join.type());
      key.add(join.keys());
      key.add(join.atEnd());
      return add(join.condition().stream().toList(), key);
    } else if (node instanceof AggregateNode aggregate) {
      key.add(aggregate.keys());
      key.add(aggregate.calls().stream().map(CommonParts::plain).toList());
      key.add(aggregate.emission());
      key.add(aggregate.keepsAll());
      return aggregate.calls().stream().allMatch(call -> call.user().isEmpty());
    } else if (node instanceof OverNode over) {
      key.add(over.partition());
      key.add(over.order());
      key.add(over.calls().stream().map(CommonParts::plain).toList());
      key.add(over.atEnd());
      return over.calls().stream()
          .allMatch(call -> call.aggregate().filter(a -> a.user().isPresent()).isEmpty());
    } else if (node instanceof TopNNode topN) {
      key.add(topN.rule());
      key.add(topN.emission());
      key.add(topN.keepsAll());
    } else if (node instanceof SetNode set) {
      key.add(set.operation());
      key.add(set.atEnd());
    } else if (node instanceof DistinctNode distinct) {
      key.add(distinct.keepsAll());
    } else if (node instanceof DeduplicateNode first) {
      key.add(first.parameters());
      key.add(first.keepsAll());
    } else if (node instanceof WatermarkNode watermark) {
      key.add(watermark.relation());
      key.add(watermark.parameters());
    } else if (node instanceof LateralNode lateral) {
      key.add(lateral.parameters());
      return lateral.code() instanceof UnnestCode;
    } else if (node instanceof ValuesNode values) {
      key.add(values.rows());
    } else if (node instanceof WindowNode || node instanceof LimitNode) {
      key.add(node.parameters());
    } else {
      return node instanceof UnionAllNode;
    }
    return true;
  }

  private static AggregateCall plain(AggregateCall call) {
    return new AggregateCall(
        call.function(),
        call.user(),
        call.arguments(),
        call.filter(),
        call.distinct(),
        call.type(),
        call.detail(),
        Optional.empty());
  }

  private static OverCall plain(OverCall call) {
    return new OverCall(
        call.function(),
        call.aggregate().map(CommonParts::plain),
        call.arguments(),
        call.number(),
        call.ignoresNulls(),
        call.frame(),
        call.type(),
        Optional.empty());
  }

  private static boolean add(List<Expression> expressions, List<Object> key) {
    key.add(expressions.stream().map(Expressions::withoutPositions).toList());
    return expressions.stream().allMatch(Expressions::isDeterministic);
  }
}
