package io.millrace.plan.incremental.pass;

import io.millrace.api.types.DataType;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Call;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Expressions;
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
public final class FilterPushDown {
  private FilterPushDown() {}

  /** The improved plan. */
  public static PlanNode apply(PlanNode node) {
    PlanNode rebuilt = node.withInputs(node.inputs().stream().map(FilterPushDown::apply).toList());
    return rebuilt instanceof FilterNode filter ? push(filter) : rebuilt;
  }

  private static PlanNode push(FilterNode filter) {
    PlanNode input = filter.input();
    List<Expression> stay = new ArrayList<>();
    PlanNode below = input;
    boolean guarded = false;
    for (Expression conjunct : conjuncts(filter.condition())) {
      Optional<PlanNode> pushed =
          guarded && Expressions.canFail(conjunct) || !Expressions.isDeterministic(conjunct)
              ? Optional.empty()
              : into(below, conjunct);
      if (pushed.isPresent()) {
        below = pushed.get();
      } else {
        stay.add(conjunct);
        guarded = true;
      }
    }
    return stay.isEmpty() ? below : FilterNode.of(below, conjunction(stay));
  }

  /** The node with the condition somewhere below it; empty if it cannot pass. */
  private static Optional<PlanNode> into(PlanNode node, Expression condition) {
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
      return JoinFilters.into(join, condition);
    }
    if (node instanceof FilterNode filter && !Expressions.canFail(condition)) {
      return into(filter.input(), condition).map(input -> filter.withInputs(List.of(input)));
    }
    return Optional.empty();
  }

  private static Optional<PlanNode> intoProject(ProjectNode project, Expression condition) {
    BitSet read = Expressions.columns(condition);
    for (int column = read.nextSetBit(0); column >= 0; column = read.nextSetBit(column + 1)) {
      if (!(project.projections().get(column) instanceof ColumnReference)) {
        return Optional.empty();
      }
    }
    Expression overInput =
        Expressions.replaceColumns(condition, column -> project.projections().get(column));
    return Optional.of(project.withInputs(List.of(filtered(project.input(), overInput))));
  }

  static PlanNode filtered(PlanNode node, Expression condition) {
    return into(node, condition).orElseGet(() -> merge(node, condition));
  }

  private static PlanNode merge(PlanNode node, Expression condition) {
    if (node instanceof FilterNode filter) {
      List<Expression> all = new ArrayList<>(conjuncts(filter.condition()));
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
