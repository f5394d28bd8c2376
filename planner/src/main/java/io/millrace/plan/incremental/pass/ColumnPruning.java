package io.millrace.plan.incremental.pass;

import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.incremental.AggregateNode;
import io.millrace.plan.incremental.CommonParts;
import io.millrace.plan.incremental.DeduplicateNode;
import io.millrace.plan.incremental.DistinctNode;
import io.millrace.plan.incremental.FilterNode;
import io.millrace.plan.incremental.GroupStateNode;
import io.millrace.plan.incremental.JoinNode;
import io.millrace.plan.incremental.LateralNode;
import io.millrace.plan.incremental.LimitNode;
import io.millrace.plan.incremental.LoopInputNode;
import io.millrace.plan.incremental.ObserveNode;
import io.millrace.plan.incremental.OverNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProgramNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.incremental.RecursionNode;
import io.millrace.plan.incremental.SetNode;
import io.millrace.plan.incremental.SortNode;
import io.millrace.plan.incremental.SourceNode;
import io.millrace.plan.incremental.TopNNode;
import io.millrace.plan.incremental.UnionAllNode;
import io.millrace.plan.incremental.ValuesNode;
import io.millrace.plan.incremental.WatermarkNode;
import io.millrace.plan.incremental.WindowNode;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.JoinKey;
import io.millrace.plan.physical.Ordering;
import io.millrace.plan.physical.OverCall;
import io.millrace.plan.physical.PlanRules;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import io.millrace.plan.physical.TopN;
import io.millrace.plan.physical.TopN.Ties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Drops columns that nobody reads, down to the sources.
 *
 * <p>Before: {@code Project[a](Filter[b > 1](Source[a, b, c, d]))}. After: {@code
 * Project[a](Filter[b > 1](Source[a, b]))}.
 */
public final class ColumnPruning {
  private final PlanRules rules;
  private final CommonParts common;

  /** What is read of each common part, in any of its places. */
  private final Map<Integer, BitSet> readOfParts = new HashMap<>();

  private final Map<Integer, Pruned> prunedParts = new HashMap<>();
  private boolean readsMore;

  private ColumnPruning(PlanRules rules, CommonParts common) {
    this.rules = rules;
    this.common = common;
  }

  /** The improved plan, with the same columns at its root. */
  public static PlanNode apply(PlanNode root, PlanRules rules) {
    CommonParts common = rules == PlanRules.FIRST ? CommonParts.NONE : CommonParts.of(root);
    return new ColumnPruning(rules, common).settled(root);
  }

  /** Until it is known of each common part what is read of it in all its places. */
  private PlanNode settled(PlanNode root) {
    PlanNode pruned;
    do {
      readsMore = false;
      prunedParts.clear();
      pruned = whole(root);
    } while (readsMore);
    return pruned;
  }

  private PlanNode whole(PlanNode root) {
    BitSet all = new BitSet();
    all.set(0, root.output().size());
    return prune(root, all).node();
  }

  /**
   * A node that gives at least the required columns.
   *
   * @param places where each column of the old node is now; −1 if it is gone
   */
  private record Pruned(PlanNode node, int[] places) {}

  /**
   * A node that gives the required columns and no others, for one behind it that keeps rows: what a
   * condition or a watermark alone has read goes before it is kept.
   */
  private Pruned exactly(PlanNode node, BitSet required) {
    Pruned pruned = prune(node, required);
    if (rules == PlanRules.FIRST) {
      return pruned;
    }
    List<Integer> columns = new ArrayList<>();
    int[] places = new int[pruned.places().length];
    for (int i = 0; i < places.length; i++) {
      places[i] = required.get(i) ? columns.size() : -1;
      if (required.get(i)) {
        columns.add(pruned.places()[i]);
      }
    }
    // A row needs a column to be counted by.
    return columns.isEmpty() || columns.size() == pruned.node().output().size()
        ? pruned
        : new Pruned(ProjectNode.columns(pruned.node(), columns), places);
  }

  private Pruned prune(PlanNode node, BitSet required) {
    Optional<Integer> part = common.part(node);
    return part.isPresent() ? part(node, part.get(), required) : alone(node, required);
  }

  /** A part that stands in several places gives in each what is read of it in any. */
  private Pruned part(PlanNode node, int part, BitSet required) {
    BitSet read = readOfParts.computeIfAbsent(part, any -> new BitSet());
    int before = read.cardinality();
    read.or(required);
    if (read.cardinality() > before) {
      readsMore = true;
      prunedParts.remove(part);
    }
    Pruned known = prunedParts.get(part);
    if (known == null) {
      known = alone(node, (BitSet) read.clone());
      prunedParts.put(part, known);
    }
    return known;
  }

  private Pruned alone(PlanNode node, BitSet required) {
    if (node instanceof SourceNode source) {
      return source(source, required);
    }
    if (node instanceof ProjectNode project) {
      return project(project, required);
    }
    if (node instanceof FilterNode filter) {
      BitSet needed = (BitSet) required.clone();
      needed.or(Expressions.columns(filter.condition()));
      Pruned input = prune(filter.input(), needed);
      return new Pruned(
          FilterNode.of(input.node(), Expressions.renumber(filter.condition(), input.places())),
          input.places());
    }
    if (node instanceof WatermarkNode watermark) {
      BitSet needed = (BitSet) required.clone();
      needed.set(watermark.column());
      Pruned input = prune(watermark.input(), needed);
      return new Pruned(
          WatermarkNode.of(
              input.node(),
              watermark.relation(),
              input.places()[watermark.column()],
              watermark.delayMicros()),
          input.places());
    }
    if (node instanceof ObserveNode observe) {
      BitSet needed = (BitSet) required.clone();
      observe.columns().forEach(needed::set);
      Pruned input = prune(observe.input(), needed);
      return new Pruned(observe.over(input.node(), input.places()), input.places());
    }
    if (node instanceof WindowNode window) {
      return window(window, required);
    }
    if (node instanceof LateralNode lateral) {
      return lateral(lateral, required);
    }
    if (node instanceof AggregateNode aggregate) {
      return aggregate(aggregate, required);
    }
    if (node instanceof UnionAllNode union) {
      return union(union, required);
    }
    if (node instanceof JoinNode join) {
      return join(join, required);
    }
    if (node instanceof SortNode sort) {
      BitSet needed = (BitSet) required.clone();
      sort.ordering().keys().forEach(key -> needed.set(key.column()));
      Pruned input = exactly(sort.input(), needed);
      List<Ordering.SortKey> keys = new ArrayList<>();
      for (Ordering.SortKey key : sort.ordering().keys()) {
        keys.add(
            new Ordering.SortKey(input.places()[key.column()], key.descending(), key.nullsFirst()));
      }
      Ordering ordering = new Ordering(keys, sort.ordering().offset(), sort.ordering().limit());
      return new Pruned(new SortNode(input.node(), ordering), input.places());
    }
    if (node instanceof TopNNode topN) {
      return topN(topN, required);
    }
    if (node instanceof LimitNode limit) {
      Pruned input = prune(limit.input(), required);
      return new Pruned(new LimitNode(input.node(), limit.offset(), limit.count()), input.places());
    }
    if (node instanceof SetNode set) {
      return new Pruned(
          node.withInputs(List.of(whole(set.left()), whole(set.right()))),
          identity(node.output().size()));
    }
    if (node instanceof RecursionNode || node instanceof LoopInputNode) {
      // Which rows are new depends on every column; the step has been pruned where it was made.
      return new Pruned(
          node.withInputs(node.inputs().stream().map(this::whole).toList()),
          identity(node.output().size()));
    }
    if (node instanceof OverNode over) {
      return over(over, required);
    }
    if (node instanceof DistinctNode distinct) {
      // Which rows are equal depends on every column.
      return new Pruned(
          node.withInputs(List.of(whole(distinct.input()))), identity(node.output().size()));
    }
    if (node instanceof DeduplicateNode first) {
      return deduplicate(first, required);
    }
    if (node instanceof ProgramNode program) {
      return program(program, required);
    }
    if (node instanceof GroupStateNode groups) {
      return groups(groups);
    }
    return new Pruned((ValuesNode) node, identity(node.output().size()));
  }

  /** What a function makes of a row it makes whole; rows that it only passes on may be narrower. */
  private Pruned program(ProgramNode program, BitSet required) {
    int width = program.input().output().size();
    BitSet needed = new BitSet();
    program.read().forEach(needed::set);
    if (program.passesRows()) {
      needed.or(required.get(0, width));
    }
    Pruned input = prune(program.input(), needed);
    ProgramNode moved = program.over(input.node(), input.places());
    if (!program.passesRows()) {
      return new Pruned(moved, identity(moved.output().size()));
    }
    int[] places = Arrays.copyOf(input.places(), program.output().size());
    int newWidth = input.node().output().size();
    for (int i = width; i < places.length; i++) {
      places[i] = newWidth + i - width;
    }
    return new Pruned(moved, places);
  }

  private Pruned deduplicate(DeduplicateNode first, BitSet required) {
    BitSet needed = (BitSet) required.clone();
    first.keys().forEach(needed::set);
    first.horizon().ifPresent(horizon -> needed.set(horizon.column()));
    Pruned input = prune(first.input(), needed);
    return new Pruned(first.over(input.node(), input.places()), input.places());
  }

  private Pruned groups(GroupStateNode groups) {
    BitSet needed = new BitSet();
    groups.read().forEach(needed::set);
    groups.keys().forEach(needed::set);
    groups.horizon().ifPresent(horizon -> needed.set(horizon.column()));
    Pruned input = prune(groups.input(), needed);
    return new Pruned(
        groups.over(input.node(), input.places(), groups.initial().map(this::initial)),
        identity(groups.output().size()));
  }

  private GroupStateNode.InitialStates initial(GroupStateNode.InitialStates states) {
    BitSet needed = new BitSet();
    states.read().forEach(needed::set);
    states.keys().forEach(needed::set);
    Pruned input = prune(states.input(), needed);
    return states.over(input.node(), input.places());
  }

  private static int[] identity(int size) {
    int[] places = new int[size];
    for (int i = 0; i < size; i++) {
      places[i] = i;
    }
    return places;
  }

  private Pruned source(SourceNode source, BitSet required) {
    List<Integer> columns = new ArrayList<>();
    int[] places = new int[source.columns().size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = -1;
      // A row needs a column to be counted by.
      boolean last = i == places.length - 1 && columns.isEmpty();
      if (required.get(i) || last) {
        places[i] = columns.size();
        columns.add(source.columns().get(i));
      }
    }
    return new Pruned(source.withColumns(columns), places);
  }

  private Pruned project(ProjectNode project, BitSet required) {
    List<Expression> kept = new ArrayList<>();
    List<String> names = new ArrayList<>();
    int[] places = new int[project.projections().size()];
    BitSet needed = new BitSet();
    for (int i = 0; i < places.length; i++) {
      places[i] = -1;
      boolean last = i == places.length - 1 && kept.isEmpty();
      if (required.get(i) || last) {
        places[i] = kept.size();
        kept.add(project.projections().get(i));
        names.add(project.output().name(i));
        needed.or(Expressions.columns(project.projections().get(i)));
      }
    }
    Pruned input = prune(project.input(), needed);
    List<Expression> renumbered =
        kept.stream().map(e -> Expressions.renumber(e, input.places())).toList();
    return new Pruned(ProjectNode.of(input.node(), renumbered, names), places);
  }

  private Pruned window(WindowNode window, BitSet required) {
    int width = window.input().output().size();
    BitSet needed = required.get(0, width);
    needed.set(window.timeColumn());
    Pruned input = prune(window.input(), needed);
    int newWidth = input.node().output().size();
    int[] places = new int[width + WindowNode.COLUMNS.size()];
    System.arraycopy(input.places(), 0, places, 0, width);
    for (int i = 0; i < WindowNode.COLUMNS.size(); i++) {
      places[width + i] = newWidth + i;
    }
    return new Pruned(
        WindowNode.of(
            input.node(),
            input.places()[window.timeColumn()],
            window.sizeMicros(),
            window.slideMicros(),
            window.offsetMicros()),
        places);
  }

  /** What the function gives is kept whole. */
  private Pruned lateral(LateralNode lateral, BitSet required) {
    int width = lateral.input().output().size();
    BitSet needed = required.get(0, width);
    lateral.arguments().forEach(needed::set);
    Pruned input = prune(lateral.input(), needed);
    int newWidth = input.node().output().size();
    int[] places = new int[lateral.output().size()];
    System.arraycopy(input.places(), 0, places, 0, width);
    for (int i = width; i < places.length; i++) {
      places[i] = newWidth + i - width;
    }
    List<Integer> arguments =
        lateral.arguments().stream().map(argument -> input.places()[argument]).toList();
    return new Pruned(lateral.over(input.node(), arguments), places);
  }

  private Pruned aggregate(AggregateNode aggregate, BitSet required) {
    int keyCount = aggregate.keys().size();
    BitSet needed = new BitSet();
    aggregate.keys().forEach(needed::set);
    int[] places = new int[aggregate.output().size()];
    for (int i = 0; i < keyCount; i++) {
      places[i] = i;
    }
    List<AggregateCall> calls = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < aggregate.calls().size(); i++) {
      AggregateCall call = aggregate.calls().get(i);
      boolean last = i == aggregate.calls().size() - 1 && calls.isEmpty();
      places[keyCount + i] = -1;
      if (required.get(keyCount + i) || last) {
        places[keyCount + i] = keyCount + calls.size();
        calls.add(call);
        names.add(aggregate.names().get(i));
        call.arguments().forEach(needed::set);
        call.filter().ifPresent(needed::set);
        call.detail().order().forEach(key -> needed.set(key.column()));
      }
    }
    Pruned input = prune(aggregate.input(), needed);
    int[] at = input.places();
    List<AggregateCall> moved = calls.stream().map(call -> call.moved(at)).toList();
    List<Integer> keys = aggregate.keys().stream().map(key -> at[key]).toList();
    return new Pruned(
        AggregateNode.of(
            input.node(), keys, moved, names, aggregate.emission(), aggregate.keepsAll()),
        places);
  }

  /** Calls that nobody reads go, all but one: it is what makes rows those of a partition. */
  private Pruned over(OverNode over, BitSet required) {
    int width = over.input().output().size();
    BitSet needed = required.get(0, width);
    over.partition().forEach(needed::set);
    over.order().forEach(key -> needed.set(key.column()));
    List<OverCall> calls = new ArrayList<>();
    List<String> names = new ArrayList<>();
    int[] places = new int[over.output().size()];
    for (int i = 0; i < over.calls().size(); i++) {
      boolean last = i == over.calls().size() - 1 && calls.isEmpty();
      places[width + i] = -1;
      if (required.get(width + i) || last) {
        places[width + i] = calls.size();
        calls.add(over.calls().get(i));
        names.add(over.names().get(i));
        over.calls().get(i).columns().forEach(needed::set);
      }
    }
    Pruned input = exactly(over.input(), needed);
    int[] at = input.places();
    int newWidth = input.node().output().size();
    for (int i = 0; i < places.length; i++) {
      places[i] = i < width ? at[i] : places[i] < 0 ? -1 : newWidth + places[i];
    }
    return new Pruned(
        OverNode.of(
            input.node(),
            over.partition().stream().map(column -> at[column]).toList(),
            over.order().stream()
                .map(
                    key ->
                        new Ordering.SortKey(at[key.column()], key.descending(), key.nullsFirst()))
                .toList(),
            calls.stream().map(call -> call.moved(at)).toList(),
            names,
            over.atEnd()),
        places);
  }

  /** Each side keeps what is read of it, by the join too. */
  private Pruned join(JoinNode join, BitSet required) {
    int width = join.left().output().size();
    BitSet needed = (BitSet) required.clone();
    join.condition().ifPresent(condition -> needed.or(Expressions.columns(condition)));
    for (JoinKey key : join.keys()) {
      needed.set(key.left());
      needed.set(width + key.right());
    }
    Pruned left = exactly(join.left(), needed.get(0, width));
    Pruned right = exactly(join.right(), needed.get(width, Math.max(width, needed.length())));
    int newWidth = left.node().output().size();
    int[] pairs = new int[width + right.places().length];
    System.arraycopy(left.places(), 0, pairs, 0, width);
    for (int i = 0; i < right.places().length; i++) {
      int place = right.places()[i];
      pairs[width + i] = place < 0 ? place : newWidth + place;
    }
    List<JoinKey> keys = new ArrayList<>();
    for (JoinKey key : join.keys()) {
      keys.add(new JoinKey(left.places()[key.left()], right.places()[key.right()], key.nullSafe()));
    }
    return new Pruned(
        JoinNode.of(
            left.node(),
            right.node(),
            join.type(),
            keys,
            join.condition().map(condition -> Expressions.renumber(condition, pairs)),
            join.atEnd()),
        join.type().givesBoth() ? pairs : left.places());
  }

  /** Where ties are broken by columns, or by which of equal rows came first, each one counts. */
  private Pruned topN(TopNNode topN, BitSet required) {
    TopN rule = topN.rule();
    int width = topN.input().output().size();
    BitSet needed = required.get(0, width);
    boolean numbered = rule.numbered() && required.get(width);
    boolean onlyComes = topN.input().traits().kind() == ChangeKind.INSERT;
    if (rule.ties() == Ties.COLUMNS || rule.ties() == Ties.ARRIVAL && !onlyComes) {
      needed.set(0, width);
    }
    rule.partition().forEach(needed::set);
    rule.ordering().keys().forEach(key -> needed.set(key.column()));
    Pruned input = exactly(topN.input(), needed);
    int[] at = input.places();
    List<Ordering.SortKey> keys = new ArrayList<>();
    for (Ordering.SortKey key : rule.ordering().keys()) {
      keys.add(new Ordering.SortKey(at[key.column()], key.descending(), key.nullsFirst()));
    }
    TopN moved =
        new TopN(
            rule.partition().stream().map(column -> at[column]).toList(),
            new Ordering(keys, rule.ordering().offset(), rule.ordering().limit()),
            rule.counting(),
            rule.ties(),
            numbered);
    int[] places = Arrays.copyOf(at, topN.output().size());
    if (rule.numbered()) {
      places[width] = numbered ? input.node().output().size() : -1;
    }
    return new Pruned(TopNNode.of(input.node(), moved, topN.emission(), topN.keepsAll()), places);
  }

  /** All branches keep the same columns in the same order. */
  private Pruned union(UnionAllNode union, BitSet required) {
    BitSet kept = (BitSet) required.clone();
    if (kept.isEmpty()) {
      kept.set(0);
    }
    int[] places = new int[union.output().size()];
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      places[i] = kept.get(i) ? columns.size() : -1;
      if (kept.get(i)) {
        columns.add(i);
      }
    }
    List<PlanNode> branches = new ArrayList<>();
    for (PlanNode branch : union.inputs()) {
      Pruned pruned = prune(branch, kept);
      List<Integer> order = columns.stream().map(column -> pruned.places()[column]).toList();
      ProjectNode project = ProjectNode.columns(pruned.node(), order);
      branches.add(project.isIdentity() ? pruned.node() : project);
    }
    int[] selected = columns.stream().mapToInt(Integer::intValue).toArray();
    return new Pruned(UnionAllNode.of(branches, union.output().project(selected)), places);
  }
}
