package io.millrace.plan.incremental.pass;

import io.millrace.api.types.Schema;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.incremental.AggregateNode;
import io.millrace.plan.incremental.DistinctNode;
import io.millrace.plan.incremental.FilterNode;
import io.millrace.plan.incremental.JoinNode;
import io.millrace.plan.incremental.LateralNode;
import io.millrace.plan.incremental.LoopInputNode;
import io.millrace.plan.incremental.OverNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.incremental.RecursionNode;
import io.millrace.plan.incremental.SetNode;
import io.millrace.plan.incremental.TopNNode;
import io.millrace.plan.incremental.UnionAllNode;
import io.millrace.plan.incremental.bound.Traits;
import io.millrace.plan.physical.JoinKey;
import io.millrace.plan.physical.JoinType;
import io.millrace.plan.physical.TopN;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives everything that reads the rows of a round one more column, the round, as its last: what was
 * computed of one round is then computed of each by itself. Rows of a round meet rows from outside,
 * which are the same in every round, and other rows of their round.
 *
 * <p>Before: {@code Project[a](Join[k](round, x))}. After: {@code Project[a, round](Join[k](round,
 * x))}.
 */
final class Rounds {
  private Rounds() {}

  /** The plan, which reads the round, with the round behind its columns. */
  static PlanNode add(PlanNode node) {
    if (!LoopInputNode.isRead(node)) {
      throw RecursionConversion.refused("rows that do not come of the round before");
    }
    if (node instanceof LoopInputNode round) {
      Schema schema = RecursionNode.withRound(round.output());
      return new LoopInputNode(
          round.index(), schema, Traits.plain(false, schema.size(), Optional.empty()));
    }
    if (node instanceof FilterNode filter) {
      return FilterNode.of(add(filter.input()), filter.condition());
    }
    if (node instanceof ProjectNode project) {
      return project(project);
    }
    if (node instanceof LateralNode lateral) {
      LateralNode wider = lateral.over(add(lateral.input()), lateral.arguments());
      return roundLast(wider, lateral.input().output().size());
    }
    if (node instanceof UnionAllNode union) {
      return UnionAllNode.of(
          union.inputs().stream().map(Rounds::add).toList(),
          RecursionNode.withRound(union.output()));
    }
    if (node instanceof JoinNode join) {
      return join(join);
    }
    if (node instanceof DistinctNode distinct) {
      return DistinctNode.of(add(distinct.input()), distinct.keepsAll());
    }
    if (node instanceof SetNode set) {
      return SetNode.of(
          add(set.left()),
          add(set.right()),
          set.operation(),
          false,
          RecursionNode.withRound(set.output()));
    }
    if (node instanceof AggregateNode aggregate) {
      return aggregate(aggregate);
    }
    if (node instanceof OverNode over) {
      return over(over);
    }
    if (node instanceof TopNNode topN) {
      return topN(topN);
    }
    throw RecursionConversion.refused(node.kindName().toUpperCase(java.util.Locale.ROOT));
  }

  private static PlanNode project(ProjectNode project) {
    PlanNode input = add(project.input());
    List<Expression> projections = new ArrayList<>(project.projections());
    projections.add(round(input.output().size() - 1));
    List<String> names = new ArrayList<>(project.output().names());
    names.add("round");
    return ProjectNode.of(input, projections, names);
  }

  private static ColumnReference round(int column) {
    return new ColumnReference(column, RecursionNode.ROUND_TYPE);
  }

  /** Moves the column of the round behind all others. */
  private static PlanNode roundLast(PlanNode node, int round) {
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < node.output().size(); i++) {
      if (i != round) {
        columns.add(i);
      }
    }
    columns.add(round);
    return ProjectNode.columns(node, columns);
  }

  private static PlanNode join(JoinNode join) {
    boolean left = LoopInputNode.isRead(join.left());
    boolean right = LoopInputNode.isRead(join.right());
    JoinType type = join.type();
    boolean rowsStand = left && (right || !type.keeps(1)) || !left && !type.keeps(0);
    if (!rowsStand) {
      // what a row from outside matches is another thing in every round
      throw RecursionConversion.refused("the recursive query as the optional side of a join");
    }
    int width = join.left().output().size();
    int rightWidth = join.right().output().size();
    List<JoinKey> keys = new ArrayList<>(join.keys());
    if (left && right) {
      keys.add(new JoinKey(width, rightWidth, false));
    }
    int shift = left ? 1 : 0;
    int[] places = new int[width + rightWidth];
    for (int i = 0; i < places.length; i++) {
      places[i] = i < width ? i : i + shift;
    }
    Optional<Expression> condition =
        join.condition().map(found -> Expressions.renumber(found, places));
    JoinNode wider =
        JoinNode.of(
            left ? add(join.left()) : join.left(),
            right ? add(join.right()) : join.right(),
            type,
            keys,
            condition,
            false);
    if (!type.givesBoth() || !left) {
      return wider;
    }
    if (!right) {
      return roundLast(wider, width);
    }
    return bothRounds(wider, width, rightWidth);
  }

  /** Each side has the round: one of them stays, which is there wherever a row of it is. */
  private static PlanNode bothRounds(JoinNode wider, int width, int rightWidth) {
    int leftRound = width;
    int rightRound = width + 1 + rightWidth;
    if (wider.type().keeps(0) && wider.type().keeps(1)) {
      throw RecursionConversion.refused("FULL JOIN of the recursive query with itself");
    }
    List<Expression> projections = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < rightRound; i++) {
      if (i != leftRound) {
        projections.add(new ColumnReference(i, wider.output().type(i)));
        names.add(wider.output().name(i));
      }
    }
    projections.add(round(wider.type() == JoinType.RIGHT ? rightRound : leftRound));
    names.add("round");
    return ProjectNode.of(wider, projections, names);
  }

  private static PlanNode aggregate(AggregateNode aggregate) {
    if (aggregate.keys().isEmpty()) {
      throw RecursionConversion.refused("an aggregate without GROUP BY");
    }
    PlanNode input = add(aggregate.input());
    List<Integer> keys = new ArrayList<>(aggregate.keys());
    keys.add(input.output().size() - 1);
    PlanNode wider =
        AggregateNode.of(
            input,
            keys,
            aggregate.calls(),
            aggregate.names(),
            aggregate.emission(),
            aggregate.keepsAll());
    return roundLast(wider, aggregate.keys().size());
  }

  private static PlanNode over(OverNode over) {
    PlanNode input = add(over.input());
    int round = input.output().size() - 1;
    List<Integer> partition = new ArrayList<>(over.partition());
    partition.add(round);
    // arguments and frames are columns of the input, or behind all of them
    PlanNode wider = OverNode.of(input, partition, over.order(), over.calls(), over.names(), false);
    return roundLast(wider, round);
  }

  private static PlanNode topN(TopNNode topN) {
    PlanNode input = add(topN.input());
    int round = input.output().size() - 1;
    TopN rule = topN.rule();
    List<Integer> partition = new ArrayList<>(rule.partition());
    partition.add(round);
    TopN wider =
        new TopN(partition, rule.ordering(), rule.counting(), rule.ties(), rule.numbered());
    PlanNode node = TopNNode.of(input, wider, topN.emission(), topN.keepsAll());
    return rule.numbered() ? roundLast(node, round) : node;
  }
}
