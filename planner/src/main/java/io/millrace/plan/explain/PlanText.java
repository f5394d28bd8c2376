package io.millrace.plan.explain;

import io.millrace.api.state.GroupStateTimeout;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.expression.ExpressionText;
import io.millrace.plan.incremental.AggregateNode;
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
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.OperatorSpec.KeyPart;
import io.millrace.plan.physical.OperatorSpec.Slicing;
import io.millrace.plan.physical.Ordering;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import io.millrace.plan.physical.TopN;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What each node of the plan over changes is called and says of itself. */
final class PlanText {
  private PlanText() {}

  /** One line: what the node does. */
  static String label(PlanNode node) {
    if (node instanceof SourceNode source) {
      Relation relation = source.relation();
      return "Source "
          + relation.name()
          + " ("
          + relation.connector()
          + (relation.format().isEmpty() ? "" : " " + relation.format())
          + (relation.bounded() ? source.traits().ends() ? ", bounded" : ", followed" : "")
          + ")";
    }
    if (node instanceof ValuesNode values) {
      int rows = values.rows().size();
      return "Values " + rows + (rows == 1 ? " row" : " rows");
    }
    if (node instanceof FilterNode filter) {
      Schema schema = filter.input().output();
      return "Filter " + ExpressionText.of(filter.condition(), schema::name);
    }
    if (node instanceof ProjectNode project) {
      return "Project " + projections(project);
    }
    if (node instanceof WatermarkNode watermark) {
      return "Watermark "
          + watermark.output().name(watermark.column())
          + " - "
          + ExpressionText.duration(watermark.delayMicros());
    }
    if (node instanceof ObserveNode observe) {
      return "Observe " + observe.name() + " " + label(observe.metrics());
    }
    if (node instanceof WindowNode window) {
      return window(window);
    }
    if (node instanceof LateralNode lateral) {
      return lateral(lateral);
    }
    if (node instanceof UnionAllNode) {
      return "UnionAll";
    }
    if (node instanceof AggregateNode aggregate) {
      return aggregate(aggregate);
    }
    if (node instanceof DistinctNode distinct) {
      return "Distinct [" + String.join(", ", distinct.output().names()) + "]";
    }
    if (node instanceof DeduplicateNode first) {
      return "Deduplicate ["
          + names(first)
          + "]"
          + (first.withinMicros().isPresent()
              ? " within " + ExpressionText.duration(first.withinMicros().getAsLong())
              : "");
    }
    if (node instanceof JoinNode join) {
      return join(join);
    }
    if (node instanceof RecursionNode recursion) {
      return "Recursion "
          + recursion.name()
          + (recursion.distinct() ? " until nothing is new" : " until nothing comes");
    }
    if (node instanceof LoopInputNode) {
      return "Round before";
    }
    if (node instanceof SetNode set) {
      return switch (set.operation()) {
        case INTERSECT -> "Intersect";
        case INTERSECT_ALL -> "IntersectAll";
        case EXCEPT -> "Except";
        case EXCEPT_ALL -> "ExceptAll";
      };
    }
    if (node instanceof OverNode over) {
      return OverText.label(over);
    }
    if (node instanceof TopNNode topN) {
      return "TopN " + topN(topN.rule(), topN.input().output());
    }
    if (node instanceof SortNode sort) {
      return "Sort " + ordering(sort.ordering(), sort.output());
    }
    if (node instanceof ProgramNode program) {
      return "Program "
          + program.program().kind().method()
          + " over "
          + program.program().input().shape().javaType().getSimpleName();
    }
    if (node instanceof GroupStateNode groups) {
      return "Groups " + groups.program().kind().method() + " by [" + groupKeys(groups) + "]";
    }
    LimitNode limit = (LimitNode) node;
    return "Limit "
        + cut(limit.offset(), limit.count() == Long.MAX_VALUE ? "all" : limit.count() + "");
  }

  private static String cut(long offset, String count) {
    return offset == 0 ? count : count + " offset " + offset;
  }

  private static String groupKeys(GroupStateNode groups) {
    return groups.keys().stream()
        .map(groups.input().output()::name)
        .collect(Collectors.joining(", "));
  }

  private static String projections(ProjectNode project) {
    Schema schema = project.input().output();
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < project.projections().size(); i++) {
      String text = ExpressionText.of(project.projections().get(i), schema::name);
      String name = project.output().name(i);
      parts.add(text.equals(name) || name.startsWith("EXPR$") ? text : text + " AS " + name);
    }
    return String.join(", ", parts);
  }

  private static String window(WindowNode window) {
    boolean tumbling = window.sizeMicros() == window.slideMicros();
    return "Window "
        + (tumbling ? "tumble " : "hop ")
        + window.input().output().name(window.timeColumn())
        + " "
        + ExpressionText.duration(window.sizeMicros())
        + (tumbling ? "" : " every " + ExpressionText.duration(window.slideMicros()))
        + (window.offsetMicros() == 0
            ? ""
            : " offset " + ExpressionText.duration(window.offsetMicros()));
  }

  private static String lateral(LateralNode lateral) {
    Schema schema = lateral.input().output();
    return (lateral.outer() ? "Lateral outer " : "Lateral ")
        + lateral.function()
        + lateral.arguments().stream().map(schema::name).collect(Collectors.joining(", ", "(", ")"))
        + " AS "
        + lateral.columns().stream().map(Field::name).collect(Collectors.joining(", "));
  }

  private static String aggregate(AggregateNode aggregate) {
    Schema schema = aggregate.input().output();
    String keys = aggregate.keys().stream().map(schema::name).collect(Collectors.joining(", "));
    String calls =
        aggregate.calls().stream()
            .map(call -> call(call, schema))
            .collect(Collectors.joining(", "));
    return "Aggregate " + (keys.isEmpty() ? "" : "[" + keys + "] ") + calls;
  }

  private static String join(JoinNode join) {
    List<String> conditions = new ArrayList<>();
    for (JoinKey key : join.keys()) {
      String left = join.left().output().name(key.left());
      String right = join.right().output().name(key.right());
      String from = qualifier(join.left());
      String to = qualifier(join.right());
      boolean qualified = left.equals(right) && !from.equals(to);
      conditions.add(
          (qualified ? from + left : left)
              + (key.nullSafe() ? " is not distinct from " : " = ")
              + (qualified ? to + right : right));
    }
    Schema pairs = join.pairs();
    join.condition().ifPresent(rest -> conditions.add(ExpressionText.of(rest, pairs::name)));
    return "Join "
        + join.type().name().toLowerCase(java.util.Locale.ROOT)
        + (conditions.isEmpty() ? "" : " " + String.join(" AND ", conditions));
  }

  /** The table that all of it comes from, and a dot; nothing if it comes from several. */
  private static String qualifier(PlanNode node) {
    PlanNode from = node;
    while (from.inputs().size() == 1) {
      from = from.inputs().get(0);
    }
    return from instanceof SourceNode source ? source.relation().name() + "." : "";
  }

  static String call(AggregateCall call, Schema schema) {
    String arguments =
        call.arguments().isEmpty()
            ? "*"
            : call.arguments().stream().map(schema::name).collect(Collectors.joining(", "));
    return call.name()
        + "("
        + (call.distinct() ? "distinct " : "")
        + arguments
        + details(call, schema)
        + ")"
        + (call.filter().isPresent() ? " filter " + schema.name(call.filter().getAsInt()) : "");
  }

  /** What an aggregate is told beside its arguments. */
  private static String details(AggregateCall call, Schema schema) {
    String order =
        call.detail().order().stream()
            .map(key -> schema.name(key.column()) + (key.descending() ? " desc" : ""))
            .collect(Collectors.joining(", "));
    return call.detail().signature() + (order.isEmpty() ? "" : " by " + order);
  }

  static String ordering(Ordering ordering, Schema schema) {
    String keys =
        ordering.keys().stream()
            .map(key -> schema.name(key.column()) + (key.descending() ? " desc" : ""))
            .collect(Collectors.joining(", "));
    String limit =
        ordering.limit().isPresent()
            ? " limit " + cut(ordering.offset(), ordering.limit().getAsLong() + "")
            : (ordering.offset() > 0 ? " offset " + ordering.offset() : "");
    return (keys + limit).trim();
  }

  /** Partition, order and cut; ties and numbers where they are not as one expects. */
  static String topN(TopN rule, Schema schema) {
    String partition =
        rule.partition().isEmpty()
            ? ""
            : rule.partition().stream().map(schema::name).collect(Collectors.joining(", ")) + "] ";
    return (partition.isEmpty() ? "" : "[" + partition)
        + ordering(rule.ordering(), schema)
        + (rule.counting() == TopN.Counting.ROWS ? "" : " by " + rule.counting().function())
        + (rule.numbered() ? " with number" : "")
        + switch (rule.ties()) {
          case NONE -> "";
          case ARRIVAL -> ", ties by arrival";
          case COLUMNS -> ", ties by columns";
        };
  }

  private static String topNState(TopNNode node) {
    TopN rule = node.rule();
    boolean onlyComes = node.input().traits().kind() == ChangeKind.INSERT;
    boolean cut = rule.ordering().limit().isPresent();
    String rows = "all rows";
    if (onlyComes && cut && rule.counting() == TopN.Counting.ROWS) {
      long most = rule.ordering().offset() + rule.ordering().limit().getAsLong();
      rows = most == 1 ? "1 row" : most + " rows";
    } else if (onlyComes && cut) {
      rows = "the first rows";
    }
    return rule.partition().isEmpty()
        ? rows + (onlyComes && cut || node.traits().ends() ? "" : ", UNBOUNDED")
        : rows
            + " per "
            + rule.partition().stream()
                .map(node.input().output()::name)
                .collect(Collectors.joining(", "))
            + until(node.horizon().map(h -> horizon(node, h)), node.keepsAll(), node);
  }

  /** How its changes look. */
  static String changes(PlanNode node) {
    ChangeKind kind = node.traits().kind();
    return switch (kind) {
      case INSERT -> "append";
      case UPDATE -> "upsert";
      case DELETE -> node.traits().key().isPresent() ? "upsert, delete" : "retract";
    };
  }

  /** What is shown below a node: of a recursion the step as a whole. */
  static List<PlanNode> shown(PlanNode node) {
    return node instanceof RecursionNode recursion
        ? List.of(recursion.inputs().get(0), recursion.wholeStep())
        : node.inputs();
  }

  /**
   * What it keeps.
   *
   * @param replays whether a source gives its rows again
   */
  static String state(PlanNode node, Predicate<Relation> replays) {
    if (node instanceof AggregateNode aggregate) {
      if (aggregate.keys().isEmpty()) {
        return "1 row";
      }
      return "1 row per "
          + keys(aggregate)
          + until(aggregate.horizon().map(h -> horizon(node, h)), aggregate.keepsAll(), node);
    }
    if (node instanceof DistinctNode distinct) {
      return "1 row per value"
          + until(distinct.horizon().map(h -> horizon(node, h)), distinct.keepsAll(), node);
    }
    if (node instanceof DeduplicateNode first) {
      return deduplicate(first);
    }
    if (node instanceof JoinNode) {
      return "rows of both sides" + (node.traits().ends() ? "" : ", UNBOUNDED");
    }
    if (node instanceof RecursionNode) {
      return "1 row per value and round" + (node.traits().ends() ? "" : ", UNBOUNDED");
    }
    if (node instanceof SetNode) {
      return "1 row per value" + (node.traits().ends() ? "" : ", UNBOUNDED");
    }
    if (node instanceof OverNode over) {
      return "all rows" + (over.traits().ends() ? "" : ", UNBOUNDED");
    }
    if (node instanceof TopNNode topN) {
      return topNState(topN);
    }
    if (node instanceof SortNode) {
      return "all rows until the end";
    }
    if (node instanceof GroupStateNode groups) {
      return groups(groups);
    }
    if (node instanceof LimitNode) {
      return "1 counter";
    }
    if (node instanceof SourceNode source) {
      return replays.test(source.relation()) ? "offsets only" : "nothing: rows come once";
    }
    return "-";
  }

  private static String names(DeduplicateNode first) {
    Schema schema = first.output();
    return first.keys().stream().map(schema::name).collect(Collectors.joining(", "));
  }

  private static String deduplicate(DeduplicateNode first) {
    Optional<String> end = first.horizon().map(h -> horizon(first, h));
    if (first.withinMicros().isPresent()) {
      String later = " + " + ExpressionText.duration(first.withinMicros().getAsLong());
      return "1 key per " + names(first) + until(end.map(h -> h + later), false, first);
    }
    return "1 key per " + names(first) + until(end, first.keepsAll(), first);
  }

  private static String groups(GroupStateNode groups) {
    if (groups.emission() == Emission.FINAL) {
      return "all rows until the end";
    }
    String timeouts =
        groups.program().timeout() == GroupStateTimeout.NO_TIMEOUT ? "" : " or it times out";
    return "1 object per "
        + groupKeys(groups)
        + (groups.replacesRows() && groups.emission() == Emission.CHANGES ? " and its rows" : "")
        + ", until the function removes it"
        + timeouts;
  }

  /** The event time behind which a row no longer matters. */
  static String horizon(PlanNode node, OperatorSpec.Horizon horizon) {
    String column = node.inputs().get(0).output().name(horizon.column());
    long offset = horizon.offsetMicros();
    if (offset == 0) {
      return column;
    }
    return column + (offset > 0 ? " + " : " - ") + ExpressionText.duration(Math.abs(offset));
  }

  private static String keys(AggregateNode aggregate) {
    Schema schema = aggregate.input().output();
    Optional<Slicing> slicing = aggregate.slicing();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < aggregate.keys().size(); i++) {
      if (slicing.isEmpty() || slicing.get().keys().get(i) == KeyPart.VALUE) {
        names.add(schema.name(aggregate.keys().get(i)));
      }
    }
    slicing.ifPresent(s -> names.add("slice of " + ExpressionText.duration(s.sliceMicros())));
    return String.join(", ", names);
  }

  private static String until(Optional<String> horizon, boolean keepsAll, PlanNode node) {
    if (keepsAll) {
      return ", all kept";
    }
    if (horizon.isPresent()) {
      return ", until watermark passes " + horizon.get();
    }
    return node.traits().ends() ? "" : ", UNBOUNDED";
  }
}
