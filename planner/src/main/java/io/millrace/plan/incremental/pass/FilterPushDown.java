package io.millrace.plan.incremental.pass;

import io.millrace.api.types.DataType;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Call;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.expression.Failures;
import io.millrace.plan.expression.Function;
import io.millrace.plan.incremental.AggregateNode;
import io.millrace.plan.incremental.DeduplicateNode;
import io.millrace.plan.incremental.DistinctNode;
import io.millrace.plan.incremental.FilterNode;
import io.millrace.plan.incremental.JoinNode;
import io.millrace.plan.incremental.LateralNode;
import io.millrace.plan.incremental.OverNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.incremental.SetNode;
import io.millrace.plan.incremental.TopNNode;
import io.millrace.plan.incremental.UnionAllNode;
import io.millrace.plan.incremental.WindowNode;
import io.millrace.plan.physical.PlanRules;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Moves conditions towards the sources, so that less reaches windows and state.
 *
 * <p>Before: {@code Filter[k = 'a'](Aggregate[k](Window(x)))}. After: {@code
 * Aggregate[k](Window(Filter[k = 'a'](x)))}.
 *
 * <p>A condition passes a node whose columns it reads unchanged: a projection that copies them, an
 * aggregate's keys, a window's input, one side of a join. It never passes a watermark, which is to
 * see every row. What can fail is never moved before what guards it.
 */
final class FilterPushDown {
  /** More than that is not computed a second time in front of where it is computed. */
  private static final int MAX_COMPUTED = 30;

  private final PlanRules rules;
  private final JoinFilters joins = new JoinFilters(this);

  private FilterPushDown(PlanRules rules) {
    this.rules = rules;
  }

  /** The improved plan. */
  static PlanNode apply(PlanNode node, PlanRules rules) {
    return new FilterPushDown(rules).all(node);
  }

  private PlanNode all(PlanNode node) {
    PlanNode rebuilt = node.withInputs(node.inputs().stream().map(this::all).toList());
    return rebuilt instanceof FilterNode filter ? push(filter) : rebuilt;
  }

  boolean isFirst() {
    return rules == PlanRules.FIRST;
  }

  boolean canFail(Expression condition) {
    return isFirst() ? Expressions.canFail(condition) : Failures.canFail(condition);
  }

  private PlanNode push(FilterNode filter) {
    List<Expression> conditions =
        isFirst() ? conjuncts(filter.condition()) : Conditions.prepared(filter.condition());
    PlanNode below = filter.input();
    for (Expression condition : isFirst() ? List.<Expression>of() : conditions) {
      below = OuterJoins.narrowed(below, condition);
    }
    List<Expression> stay = new ArrayList<>();
    boolean guarded = false;
    for (Expression conjunct : conditions) {
      Optional<PlanNode> pushed =
          guarded && canFail(conjunct) || !Expressions.isDeterministic(conjunct)
              ? Optional.empty()
              : into(below, conjunct);
      if (pushed.isPresent()) {
        below = pushed.get();
      } else {
        stay.add(conjunct);
        guarded = true;
      }
    }
    for (Expression condition : isFirst() ? List.<Expression>of() : stay) {
      below = joins.implied(below, condition);
    }
    return stay.isEmpty() ? below : FilterNode.of(below, conjunction(stay));
  }

  /** The node with the condition somewhere below it; empty if it cannot pass. */
  Optional<PlanNode> into(PlanNode node, Expression condition) {
    if (node instanceof ProjectNode project) {
      return intoProject(project, condition);
    }
    BitSet read = Expressions.columns(condition);
    if (node instanceof WindowNode window && read.length() <= window.input().output().size()) {
      return Optional.of(node.withInputs(List.of(filtered(window.input(), condition))));
    }
    if (node instanceof LateralNode lateral && read.length() <= lateral.input().output().size()) {
      return Optional.of(node.withInputs(List.of(filtered(lateral.input(), condition))));
    }
    if (node instanceof DistinctNode distinct) {
      return Optional.of(node.withInputs(List.of(filtered(distinct.input(), condition))));
    }
    if (node instanceof DeduplicateNode first
        && read.stream().boxed().allMatch(first.keys()::contains)) {
      return Optional.of(node.withInputs(List.of(filtered(first.input(), condition))));
    }
    if (node instanceof UnionAllNode union) {
      return Optional.of(
          union.withInputs(
              union.inputs().stream().map(branch -> filtered(branch, condition)).toList()));
    }
    if (node instanceof AggregateNode aggregate
        && !read.isEmpty()
        && read.length() <= aggregate.keys().size()) {
      Expression overInput =
          Expressions.replaceColumns(
              condition,
              column -> {
                int key = aggregate.keys().get(column);
                return new ColumnReference(key, aggregate.input().output().type(key));
              });
      return Optional.of(node.withInputs(List.of(filtered(aggregate.input(), overInput))));
    }
    if (node instanceof OverNode over
        && !read.isEmpty()
        && read.stream().allMatch(over.partition()::contains)) {
      // whole partitions go
      return Optional.of(node.withInputs(List.of(filtered(over.input(), condition))));
    }
    if (node instanceof TopNNode topN
        && !read.isEmpty()
        && read.stream().allMatch(topN.rule().partition()::contains)) {
      return Optional.of(node.withInputs(List.of(filtered(topN.input(), condition))));
    }
    if (node instanceof SetNode) {
      return Optional.of(
          node.withInputs(
              node.inputs().stream().map(input -> filtered(input, condition)).toList()));
    }
    if (node instanceof JoinNode join) {
      return joins.into(join, condition);
    }
    if (node instanceof FilterNode filter && !canFail(condition)) {
      return into(filter.input(), condition).map(input -> filter.withInputs(List.of(input)));
    }
    return Optional.empty();
  }

  private Optional<PlanNode> intoProject(ProjectNode project, Expression condition) {
    Expression overInput =
        Expressions.replaceColumns(condition, column -> project.projections().get(column));
    if (OuterJoins.below(project, condition).isPresent()) {
      return Optional.of(project.withInputs(List.of(filtered(project.input(), overInput))));
    }
    // Computed twice, it has to be worth it: only if it gets further than here.
    boolean isCheap =
        Expressions.size(overInput) <= MAX_COMPUTED && Expressions.isDeterministic(overInput);
    return isFirst() || !isCheap || Failures.canFail(overInput)
        ? Optional.empty()
        : into(project.input(), overInput).map(input -> project.withInputs(List.of(input)));
  }

  PlanNode filtered(PlanNode node, Expression condition) {
    return into(node, condition)
        .orElseGet(() -> merge(isFirst() ? node : joins.implied(node, condition), condition));
  }

  private PlanNode merge(PlanNode node, Expression condition) {
    if (node instanceof FilterNode filter) {
      List<Expression> all = new ArrayList<>(conjuncts(filter.condition()));
      if (!isFirst() && all.contains(condition)) {
        return node;
      }
      all.add(condition);
      return FilterNode.of(filter.input(), conjunction(all));
    }
    return FilterNode.of(node, condition);
  }

  static List<Expression> conjuncts(Expression condition) {
    return condition instanceof Call call && call.function() == Function.AND
        ? call.arguments()
        : List.of(condition);
  }

  static Expression conjunction(List<Expression> conjuncts) {
    if (conjuncts.size() == 1) {
      return conjuncts.get(0);
    }
    boolean nullable = conjuncts.stream().anyMatch(c -> c.type().nullable());
    return new Call(
        Function.AND, conjuncts, DataType.BOOLEAN.withNullable(nullable), Optional.empty());
  }
}
