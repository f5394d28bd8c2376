package io.millrace.plan.lowering;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Call;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Expressions;
import io.millrace.plan.expression.Function;
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
import io.millrace.plan.incremental.pass.ProjectMerge;
import io.millrace.plan.physical.JoinKey;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import io.millrace.plan.physical.ResultForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Turns the plan over changes into operator specs: neighbouring filters and projections become one,
 * and all reads of a relation share one source with the columns of them all.
 */
public final class Lowering {
  private final Map<String, Integer> idsGiven = new HashMap<>();
  private final Map<Relation, OperatorSpec.SourceSpec> sources = new IdentityHashMap<>();
  private final Optional<AggregateNode> upserting;
  private final CommonParts common;

  /** What runs once for each place in which it stands. */
  private final Map<Integer, OperatorSpec> parts = new HashMap<>();

  /** What is observed under each name. */
  private final Map<String, String> observed = new HashMap<>();

  private int watermarks;

  private Lowering(Optional<AggregateNode> upserting, CommonParts common) {
    this.upserting = upserting;
    this.common = common;
  }

  /**
   * The specs of a whole plan.
   *
   * @param form in which the changes of the result are to come, as {@link ResultForms} says
   */
  public static OperatorSpec lower(PlanNode root, ResultForm form) {
    return lower(root, form, CommonParts.of(root));
  }

  /**
   * The specs of a whole plan.
   *
   * @param form in which the changes of the result are to come, as {@link ResultForms} says
   * @param common the parts that run once: their spec is the same object in each place
   */
  public static OperatorSpec lower(PlanNode root, ResultForm form, CommonParts common) {
    Lowering lowering =
        new Lowering(
            form == ResultForm.UPSERTS
                ? Optional.of(ResultForms.lastAggregate(root))
                : Optional.empty(),
            common);
    lowering.shareSources(root);
    return lowering.spec(root);
  }

  private void shareSources(PlanNode root) {
    Map<Relation, TreeSet<Integer>> columns = new IdentityHashMap<>();
    collect(root, columns);
    columns.forEach(
        (relation, needed) -> {
          SourceNode whole = SourceNode.of(relation, List.copyOf(needed));
          sources.put(
              relation,
              new OperatorSpec.SourceSpec(
                  "source-" + whole.digest(), relation, whole.columns(), whole.output()));
        });
  }

  private static void collect(PlanNode node, Map<Relation, TreeSet<Integer>> columns) {
    if (node instanceof SourceNode source) {
      columns.computeIfAbsent(source.relation(), r -> new TreeSet<>()).addAll(source.columns());
    }
    node.inputs().forEach(input -> collect(input, columns));
  }

  /** Kind and digest; equal sub-plans in one query are told apart by a number. */
  private String id(PlanNode node) {
    String id = node.kindName() + "-" + node.digest();
    int count = idsGiven.merge(id, 1, Integer::sum);
    return count == 1 ? id : id + "-" + count;
  }

  private OperatorSpec observe(ObserveNode node) {
    String known = observed.putIfAbsent(node.name(), node.digest());
    if (known != null && !known.equals(node.digest())) {
      throw error(
              ErrorCode.QUERY_INVALID, "the query observes two things as \"" + node.name() + "\"")
          .hint("give each a name of its own")
          .build();
    }
    return new OperatorSpec.ObserveSpec(
        id(node),
        spec(node.input()),
        node.name(),
        lower(node.metrics(), ResultForm.ANY),
        node.columns());
  }

  private OperatorSpec spec(PlanNode node) {
    Optional<Integer> part = common.part(node);
    if (part.isEmpty()) {
      return own(node);
    }
    OperatorSpec known = parts.get(part.get());
    if (known == null) {
      known = own(node);
      parts.put(part.get(), known);
    }
    return known;
  }

  private OperatorSpec own(PlanNode node) {
    if (node instanceof SourceNode source) {
      return source(source);
    }
    if (node instanceof ValuesNode values) {
      return new OperatorSpec.ValuesSpec(id(node), values.rows(), values.output());
    }
    if (node instanceof FilterNode || node instanceof ProjectNode) {
      return calc(node);
    }
    if (node instanceof WatermarkNode watermark) {
      OperatorSpec input = spec(watermark.input());
      return new OperatorSpec.WatermarkSpec(
          id(node), input, watermarks++, watermark.column(), watermark.delayMicros());
    }
    if (node instanceof ObserveNode observe) {
      return observe(observe);
    }
    if (node instanceof WindowNode window) {
      return new OperatorSpec.WindowSpec(
          id(node),
          spec(window.input()),
          window.timeColumn(),
          window.sizeMicros(),
          window.slideMicros(),
          window.offsetMicros(),
          window.output());
    }
    if (node instanceof LateralNode lateral) {
      return new OperatorSpec.LateralSpec(
          id(node),
          spec(lateral.input()),
          lateral.function(),
          lateral.code(),
          lateral.arguments(),
          lateral.outer(),
          lateral.position(),
          lateral.output());
    }
    if (node instanceof UnionAllNode union) {
      List<OperatorSpec> inputs = union.inputs().stream().map(this::spec).toList();
      return new OperatorSpec.UnionSpec(id(node), inputs, union.output());
    }
    if (node instanceof AggregateNode aggregate) {
      Optional<OperatorSpec.Slicing> slicing = aggregate.slicing();
      return new OperatorSpec.AggregateSpec(
          id(node),
          spec(slicing.isPresent() ? aggregate.slicedInput() : aggregate.input()),
          aggregate.keys(),
          aggregate.calls(),
          slicing,
          aggregate.horizon(),
          isInsertOnly(aggregate.input()),
          upserting.filter(last -> last == aggregate).isPresent()
              ? Emission.UPSERTS
              : aggregate.emission(),
          aggregate.output());
    }
    if (node instanceof DistinctNode distinct) {
      return new OperatorSpec.DistinctSpec(
          id(node), spec(distinct.input()), distinct.horizon(), isInsertOnly(distinct.input()));
    }
    if (node instanceof DeduplicateNode first) {
      first.requireOrder();
      return new OperatorSpec.DeduplicateSpec(
          id(node), spec(first.input()), first.keys(), first.horizon(), first.withinMicros());
    }
    if (node instanceof ProgramNode program) {
      return new OperatorSpec.ProgramSpec(
          id(node), spec(program.input()), program.program(), program.read(), program.output());
    }
    if (node instanceof GroupStateNode groups) {
      return new OperatorSpec.GroupStateSpec(
          id(node),
          spec(groups.input()),
          groups.program(),
          groups.read(),
          groups.keys(),
          groups.hasWatermark(),
          groups.horizon(),
          groups
              .initial()
              .map(
                  states ->
                      new OperatorSpec.GroupStateSpec.InitialStates(
                          spec(states.input()), states.keying(), states.read(), states.keys())),
          groups.emission(),
          groups.output());
    }
    if (node instanceof JoinNode join) {
      return new OperatorSpec.JoinSpec(
          id(node),
          spec(join.left()),
          spec(join.right()),
          join.type(),
          join.keys().stream().map(JoinKey::left).toList(),
          join.keys().stream().map(JoinKey::right).toList(),
          join.keys().stream().map(JoinKey::nullSafe).toList(),
          join.condition(),
          join.atEnd(),
          isInsertOnly(join.left()) && isInsertOnly(join.right()),
          join.output());
    }
    if (node instanceof SetNode set) {
      return new OperatorSpec.SetSpec(
          id(node),
          spec(set.left()),
          spec(set.right()),
          set.operation(),
          set.atEnd(),
          isInsertOnly(set.left()) && isInsertOnly(set.right()),
          set.output());
    }
    if (node instanceof OverNode over) {
      return new OperatorSpec.OverSpec(
          id(node),
          spec(over.input()),
          over.partition(),
          over.order(),
          over.calls(),
          over.atEnd(),
          isInsertOnly(over.input()),
          over.output());
    }
    if (node instanceof RecursionNode recursion) {
      return new OperatorSpec.RecursionSpec(
          id(node),
          recursion.name(),
          recursion.inputs().stream().map(this::spec).toList(),
          spec(recursion.step()),
          recursion.distinct(),
          recursion.atEnd(),
          recursion.limits(),
          recursion.output());
    }
    if (node instanceof LoopInputNode input) {
      return new OperatorSpec.LoopInputSpec(id(node), input.index(), input.output());
    }
    if (node instanceof TopNNode topN) {
      return new OperatorSpec.TopNSpec(
          id(node),
          spec(topN.input()),
          topN.rule(),
          topN.horizon(),
          isInsertOnly(topN.input()),
          topN.emission(),
          topN.output());
    }
    if (node instanceof SortNode sort) {
      return new OperatorSpec.SortSpec(id(node), spec(sort.input()), sort.ordering());
    }
    LimitNode limit = (LimitNode) node;
    return new OperatorSpec.LimitSpec(id(node), spec(limit.input()), limit.offset(), limit.count());
  }

  private static boolean isInsertOnly(PlanNode input) {
    return input.traits().kind() == ChangeKind.INSERT;
  }

  private OperatorSpec source(SourceNode source) {
    OperatorSpec.SourceSpec shared = sources.get(source.relation());
    if (shared == null) {
      throw new IllegalStateException("a source that was not collected");
    }
    if (shared.columns().equals(source.columns())) {
      return shared;
    }
    List<Expression> projections = new ArrayList<>();
    for (int column : source.columns()) {
      int at = shared.columns().indexOf(column);
      projections.add(new ColumnReference(at, shared.output().type(at)));
    }
    return new OperatorSpec.CalcSpec(
        "columns-" + source.digest(), shared, Optional.empty(), projections, source.output());
  }

  /**
   * The chain of filters and projections that ends here, as one: {@code
   * Project(Filter(Project(x)))} becomes one Calc over x. An expression that is not cheap and would
   * be computed twice cuts it.
   */
  private OperatorSpec calc(PlanNode top) {
    Schema output = top.output();
    List<Expression> projections = identity(output);
    List<Expression> conditions = new ArrayList<>();
    PlanNode node = top;
    while (true) {
      if (node instanceof FilterNode filter) {
        conditions.add(0, filter.condition());
        node = filter.input();
      } else if (node instanceof ProjectNode project
          && (node == top || canFuse(project, projections, conditions))) {
        projections = substitute(projections, project);
        conditions = new ArrayList<>(substitute(conditions, project));
        node = project.input();
      } else {
        break;
      }
    }
    Optional<Expression> condition =
        conditions.isEmpty() ? Optional.empty() : Optional.of(conjunction(conditions));
    return new OperatorSpec.CalcSpec(
        "calc-" + top.digest() + suffix(top), spec(node), condition, projections, output);
  }

  private String suffix(PlanNode top) {
    int count = idsGiven.merge("calc-" + top.digest(), 1, Integer::sum);
    return count == 1 ? "" : "-" + count;
  }

  private static List<Expression> identity(Schema schema) {
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      columns.add(new ColumnReference(i, schema.type(i)));
    }
    return columns;
  }

  private static List<Expression> substitute(List<Expression> expressions, ProjectNode project) {
    return expressions.stream()
        .map(
            expression ->
                Expressions.replaceColumns(expression, column -> project.projections().get(column)))
        .toList();
  }

  private static boolean canFuse(
      ProjectNode project, List<Expression> projections, List<Expression> conditions) {
    List<Expression> users = new ArrayList<>(projections);
    users.addAll(conditions);
    return ProjectMerge.canMerge(project, users);
  }

  private static Expression conjunction(List<Expression> conditions) {
    if (conditions.size() == 1) {
      return conditions.get(0);
    }
    List<Expression> flat = new ArrayList<>();
    for (Expression condition : conditions) {
      if (condition instanceof Call call && call.function() == Function.AND) {
        flat.addAll(call.arguments());
      } else {
        flat.add(condition);
      }
    }
    boolean nullable = flat.stream().anyMatch(c -> c.type().nullable());
    return new Call(Function.AND, flat, DataType.BOOLEAN.withNullable(nullable), Optional.empty());
  }
}
