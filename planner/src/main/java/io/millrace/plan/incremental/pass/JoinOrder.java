package io.millrace.plan.incremental.pass;

import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.expression.Failures;
import io.millrace.plan.incremental.FilterNode;
import io.millrace.plan.incremental.JoinNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.incremental.bound.RowCount;
import io.millrace.plan.physical.JoinKey;
import io.millrace.plan.physical.JoinType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Inner joins that would pair all rows of one input with all of another are done in another order,
 * if the keys of all of them allow one without that.
 *
 * <p>Before: {@code Join[c.a = a.k, c.b = b.k](Join(a, b), c)}. After: {@code Join[c.b =
 * b.k](Join[c.a = a.k](a, c), b)}.
 *
 * <p>The order follows from keys and from what is written alone, never from how many rows there
 * are, so that a query has the same plan in each of its runs; an order without such pairs stays as
 * it is written.
 */
final class JoinOrder {
  private final List<Leaf> leaves = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();

  /** What stands between the joins, innermost first, over the places in {@link #columns}. */
  private final List<Expression> conditions = new ArrayList<>();

  private final List<Place> columns = new ArrayList<>();

  private JoinOrder() {}

  /** The improved plan. */
  static PlanNode apply(PlanNode node) {
    if (isTree(node)) {
      JoinOrder order = new JoinOrder();
      List<Integer> output = order.collect(node);
      if (order.canBeBetter(node)) {
        return order.reordered(node, output);
      }
    }
    List<PlanNode> inputs = node.inputs().stream().map(JoinOrder::apply).toList();
    return inputs.equals(node.inputs()) ? node : node.withInputs(inputs);
  }

  /** An input of the joins, with the expressions over it that they need. */
  private static final class Leaf {
    private final PlanNode node;
    private final List<Expression> computed = new ArrayList<>();

    Leaf(PlanNode node) {
      this.node = node;
    }

    PlanNode improved() {
      PlanNode input = apply(node);
      if (computed.isEmpty()) {
        return input;
      }
      List<Expression> projections = new ArrayList<>();
      List<String> names = new ArrayList<>(node.output().names());
      for (int i = 0; i < node.output().size(); i++) {
        projections.add(new ColumnReference(i, node.output().type(i)));
      }
      for (Expression expression : computed) {
        names.add("key" + projections.size());
        projections.add(expression);
      }
      return ProjectNode.of(input, projections, names);
    }
  }

  /** A column of a leaf. */
  private record Place(int leaf, int column) {}

  /** A key: two places in {@link #columns} that are equal. */
  private record Edge(int left, int right, boolean nullSafe) {}

  /** Whether inner joins are at the top of the plan, or below columns and conditions. */
  private static boolean isTree(PlanNode node) {
    if (node instanceof JoinNode join) {
      return join.type() == JoinType.INNER;
    }
    return (node instanceof FilterNode || node instanceof ProjectNode)
        && isTree(node.inputs().get(0));
  }

  /** Takes a tree apart; gives for each of its columns the place in {@link #columns}. */
  private List<Integer> collect(PlanNode node) {
    if (node instanceof JoinNode join && join.type() == JoinType.INNER) {
      List<Integer> left = collect(join.left());
      List<Integer> right = collect(join.right());
      for (JoinKey key : join.keys()) {
        edges.add(new Edge(left.get(key.left()), right.get(key.right()), key.nullSafe()));
      }
      List<Integer> both = new ArrayList<>(left);
      both.addAll(right);
      return both;
    }
    if (node instanceof FilterNode filter && isTree(filter.input())) {
      List<Integer> places = collect(filter.input());
      conditions.add(over(filter.condition(), places));
      return places;
    }
    if (node instanceof ProjectNode project
        && isTree(project.input())
        && project.projections().stream().allMatch(JoinOrder::canMove)) {
      int before = leaves.size();
      List<Integer> places = collect(project.input());
      Optional<List<Integer>> projected = projected(project, places);
      if (projected.isPresent()) {
        return projected.get();
      }
      forget(before);
    }
    return leaf(node);
  }

  private static boolean canMove(Expression projection) {
    return projection instanceof ColumnReference
        || !Failures.canFail(projection) && Expressions.isDeterministic(projection);
  }

  private void forget(int before) {
    leaves.subList(before, leaves.size()).clear();
    edges.removeIf(edge -> columns.get(edge.left()).leaf() >= before);
    conditions.removeIf(
        condition ->
            Expressions.columns(condition).stream()
                .anyMatch(column -> columns.get(column).leaf() >= before));
  }

  /** Columns of the leaves; empty if something is computed from several of them. */
  private Optional<List<Integer>> projected(ProjectNode project, List<Integer> places) {
    List<Integer> result = new ArrayList<>();
    for (Expression projection : project.projections()) {
      if (projection instanceof ColumnReference column) {
        result.add(places.get(column.index()));
        continue;
      }
      BitSet read = Expressions.columns(projection);
      List<Integer> of =
          read.stream().mapToObj(c -> columns.get(places.get(c)).leaf()).distinct().toList();
      if (of.size() != 1) {
        return Optional.empty();
      }
      Leaf leaf = leaves.get(of.get(0));
      int width = leaf.node.output().size();
      boolean isPlain =
          read.stream().allMatch(column -> columns.get(places.get(column)).column() < width);
      if (!isPlain) {
        return Optional.empty();
      }
      result.add(place(of.get(0), width + leaf.computed.size()));
      leaf.computed.add(
          Expressions.replaceColumns(
              projection,
              column -> {
                int at = columns.get(places.get(column)).column();
                return new ColumnReference(at, leaf.node.output().type(at));
              }));
    }
    return Optional.of(result);
  }

  private List<Integer> leaf(PlanNode node) {
    leaves.add(new Leaf(node));
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < node.output().size(); i++) {
      places.add(place(leaves.size() - 1, i));
    }
    return places;
  }

  private int place(int leaf, int column) {
    columns.add(new Place(leaf, column));
    return columns.size() - 1;
  }

  private static Expression over(Expression expression, List<Integer> places) {
    int[] to = places.stream().mapToInt(Integer::intValue).toArray();
    return Expressions.renumber(expression, to);
  }

  /**
   * Whether more of the joins have no key than are needed between what has none in common, or one
   * stands before another that has keys.
   */
  private boolean canBeBetter(PlanNode tree) {
    if (leaves.size() < 3 || withoutKeys(tree) == 0) {
      return false;
    }
    long many =
        groups().stream()
            .filter(group -> group.size() > 1 || !isOneRow(leaves.get(group.get(0)).node))
            .count();
    return withoutKeys(tree) >= many || hasPairsBelowKeys(tree, false);
  }

  private static int withoutKeys(PlanNode node) {
    if (!isTree(node)) {
      return 0;
    }
    int count = node instanceof JoinNode join && pairsAll(join) ? 1 : 0;
    for (PlanNode input : node.inputs()) {
      count += withoutKeys(input);
    }
    return count;
  }

  private static boolean hasPairsBelowKeys(PlanNode node, boolean belowKeys) {
    if (!isTree(node)) {
      return false;
    }
    boolean pairs = node instanceof JoinNode join && pairsAll(join);
    boolean keys = node instanceof JoinNode join && !join.keys().isEmpty();
    return pairs && belowKeys
        || node.inputs().stream().anyMatch(input -> hasPairsBelowKeys(input, belowKeys || keys));
  }

  /** Whether a join has no keys, and more than one row on either side. */
  private static boolean pairsAll(JoinNode join) {
    return join.keys().isEmpty() && !isOneRow(join.left()) && !isOneRow(join.right());
  }

  private static boolean isOneRow(PlanNode node) {
    return node.traits().rows() == RowCount.ONE;
  }

  /** The leaves that hang together by keys, each group in the order in which it is joined. */
  private List<List<Integer>> groups() {
    List<List<Integer>> groups = new ArrayList<>();
    BitSet done = new BitSet();
    for (int first = 0; first < leaves.size(); first = done.nextClearBit(first)) {
      List<Integer> group = new ArrayList<>();
      BitSet members = new BitSet();
      for (int next = first; next >= 0; next = connected(members)) {
        members.set(next);
        group.add(next);
      }
      done.or(members);
      groups.add(group);
    }
    return groups;
  }

  /** The first leaf that is written of those that have a key in common with some; −1 if none. */
  private int connected(BitSet members) {
    int found = -1;
    for (Edge edge : edges) {
      int left = columns.get(edge.left()).leaf();
      int right = columns.get(edge.right()).leaf();
      if (members.get(left) != members.get(right)) {
        int other = members.get(left) ? right : left;
        found = found < 0 ? other : Math.min(found, other);
      }
    }
    return found;
  }

  /** A part of the new tree: its columns by leaf and column. */
  private record Part(PlanNode node, List<Place> places) {}

  private PlanNode reordered(PlanNode old, List<Integer> output) {
    Optional<Part> all = Optional.empty();
    for (List<Integer> group : groups()) {
      Optional<Part> joined = Optional.empty();
      for (int leaf : group) {
        Part next = part(leaf);
        joined = Optional.of(joined.map(part -> join(part, next)).orElse(next));
      }
      Part part = joined.orElseThrow();
      all = Optional.of(all.map(before -> join(before, part)).orElse(part));
    }
    Part part = all.orElseThrow();
    int[] at = columns.stream().mapToInt(part.places()::indexOf).toArray();
    PlanNode node = part.node();
    if (!conditions.isEmpty()) {
      List<Expression> moved = new ArrayList<>();
      for (Expression condition : conditions) {
        moved.addAll(Conditions.conjuncts(Expressions.renumber(condition, at)));
      }
      node = FilterNode.of(node, Conditions.conjunction(moved));
    }
    List<Expression> projections = new ArrayList<>();
    for (int column : output) {
      projections.add(new ColumnReference(at[column], node.output().type(at[column])));
    }
    return ProjectNode.of(node, projections, old.output().names());
  }

  private Part part(int leaf) {
    PlanNode node = leaves.get(leaf).improved();
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < node.output().size(); i++) {
      places.add(new Place(leaf, i));
    }
    return new Part(node, places);
  }

  private Part join(Part left, Part right) {
    List<JoinKey> keys = new ArrayList<>();
    for (Edge edge : edges) {
      Place first = columns.get(edge.left());
      Place second = columns.get(edge.right());
      if (left.places().contains(first) && right.places().contains(second)) {
        keys.add(key(left, first, right, second, edge));
      } else if (left.places().contains(second) && right.places().contains(first)) {
        keys.add(key(left, second, right, first, edge));
      }
    }
    List<Place> both = new ArrayList<>(left.places());
    both.addAll(right.places());
    return new Part(
        JoinNode.of(left.node(), right.node(), JoinType.INNER, keys, Optional.empty(), false),
        both);
  }

  private static JoinKey key(Part left, Place first, Part right, Place second, Edge edge) {
    return new JoinKey(
        left.places().indexOf(first), right.places().indexOf(second), edge.nullSafe());
  }
}
