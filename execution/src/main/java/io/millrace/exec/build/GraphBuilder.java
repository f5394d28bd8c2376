package io.millrace.exec.build;

import io.millrace.api.state.GroupStateTimeout;
import io.millrace.api.types.Schema;
import io.millrace.exec.expression.BatchFunction;
import io.millrace.exec.expression.CompiledCalc;
import io.millrace.exec.operator.LinearOperator;
import io.millrace.exec.operator.StatefulOperator;
import io.millrace.exec.operator.aggregate.AggregateOperator;
import io.millrace.exec.operator.aggregate.SlidingAggregateOperator;
import io.millrace.exec.operator.calc.CalcOperator;
import io.millrace.exec.operator.distinct.DeduplicateOperator;
import io.millrace.exec.operator.distinct.DistinctOperator;
import io.millrace.exec.operator.distinct.FirstRowsOperator;
import io.millrace.exec.operator.join.JoinOperator;
import io.millrace.exec.operator.lateral.LateralOperator;
import io.millrace.exec.operator.lateral.UnnestOperator;
import io.millrace.exec.operator.limit.LimitOperator;
import io.millrace.exec.operator.observe.Observation;
import io.millrace.exec.operator.observe.ObserveOperator;
import io.millrace.exec.operator.over.OverOperator;
import io.millrace.exec.operator.program.GroupStateOperator;
import io.millrace.exec.operator.program.ProgramOperator;
import io.millrace.exec.operator.recursion.RecursionOperator;
import io.millrace.exec.operator.set.SetOperator;
import io.millrace.exec.operator.sort.SortOperator;
import io.millrace.exec.operator.source.ConstantRows;
import io.millrace.exec.operator.topn.TopNOperators;
import io.millrace.exec.operator.union.UnionOperator;
import io.millrace.exec.operator.watermark.WatermarkOperator;
import io.millrace.exec.operator.window.WindowOperator;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.UnnestCode;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.plan.physical.OperatorSpec.CalcSpec;
import io.millrace.plan.physical.OperatorSpec.DeduplicateSpec;
import io.millrace.plan.physical.OperatorSpec.DistinctSpec;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.OperatorSpec.GroupStateSpec;
import io.millrace.plan.physical.OperatorSpec.JoinSpec;
import io.millrace.plan.physical.OperatorSpec.LateralSpec;
import io.millrace.plan.physical.OperatorSpec.LimitSpec;
import io.millrace.plan.physical.OperatorSpec.LoopInputSpec;
import io.millrace.plan.physical.OperatorSpec.ObserveSpec;
import io.millrace.plan.physical.OperatorSpec.OverSpec;
import io.millrace.plan.physical.OperatorSpec.ProgramSpec;
import io.millrace.plan.physical.OperatorSpec.RecursionSpec;
import io.millrace.plan.physical.OperatorSpec.SetSpec;
import io.millrace.plan.physical.OperatorSpec.SortSpec;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import io.millrace.plan.physical.OperatorSpec.TopNSpec;
import io.millrace.plan.physical.OperatorSpec.UnionSpec;
import io.millrace.plan.physical.OperatorSpec.ValuesSpec;
import io.millrace.plan.physical.OperatorSpec.WatermarkSpec;
import io.millrace.plan.physical.OperatorSpec.WindowSpec;
import io.millrace.state.StateStore;
import io.millrace.state.StateTables;
import io.millrace.state.memory.MemoryStateTables;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Makes a running graph from a plan: operators without memory become routes, each operator with
 * memory a stage behind an exchange.
 *
 * <p>In the store an operator with memory is named by its kind and its place among those of the
 * plan, inputs first: {@code aggregate-0}, {@code distinct-1}. Operators without memory do not
 * count, so a filter more or less changes no name.
 */
public final class GraphBuilder {
  private static final int[] NO_KEYS = {};

  private final int parallelism;
  private final ZoneId zone;
  private final CalcCompiler compiler;
  private final StateStore store;
  private final Map<String, SourceNode> sources = new LinkedHashMap<>();
  private final List<ConstantNode> constants = new ArrayList<>();
  private final List<Stage> stages = new ArrayList<>();

  /** The stage of each operator with memory: one that stands in several places has one. */
  private final Map<OperatorSpec, Stage> built = new IdentityHashMap<>();

  /** The sources that give no rows behind the first batch. */
  private final Set<String> inFirstBatch = new HashSet<>();

  private boolean hasHorizon;
  private int watermarkCount;

  /** Stands before the names of its operators in the store. */
  private final String prefix;

  private final Workers workers;

  /** Inside of a recursion: where the rows of each of its inputs go. */
  private final List<List<Route>> loopInputs = new ArrayList<>();

  private GraphBuilder(
      int parallelism,
      ZoneId zone,
      CalcCompiler compiler,
      StateStore store,
      String prefix,
      Workers workers) {
    this.parallelism = parallelism;
    this.zone = zone;
    this.compiler = compiler;
    this.store = store;
    this.prefix = prefix;
    this.workers = workers;
  }

  /** The part of a route that is known so far: what comes behind, and where it ends. */
  private record Behind(List<Supplier<LinearOperator>> operators, Target target) {
    Behind with(Supplier<LinearOperator> first) {
      List<Supplier<LinearOperator>> longer = new ArrayList<>();
      longer.add(first);
      longer.addAll(operators);
      return new Behind(longer, target);
    }
  }

  /**
   * Builds the operators of a plan. Threads start with the first batch that is worth it.
   *
   * @param root the operator whose output is the result
   * @param parallelism how many partitions stateful operators have, and how many threads work
   * @param zone the session's time zone
   * @param compiler makes code of filters and projections
   * @param store where the operators open their tables; stays open when the graph is closed
   * @throws io.millrace.api.error.MillraceException for an expression that cannot be compiled
   */
  public static RunningGraph build(
      OperatorSpec root, int parallelism, ZoneId zone, CalcCompiler compiler, StateStore store) {
    if (parallelism < 1) {
      throw new IllegalArgumentException("bad parallelism " + parallelism);
    }
    GraphBuilder builder =
        new GraphBuilder(parallelism, zone, compiler, store, "", new Workers(parallelism));
    builder.add(root, new Behind(List.of(), new ResultTarget()));
    return new DataflowGraph(
        List.copyOf(builder.sources.values()),
        Set.copyOf(builder.inFirstBatch),
        builder.constants,
        builder.stages,
        store,
        builder.hasHorizon,
        builder.watermarkCount,
        builder.workers);
  }

  private void add(OperatorSpec spec, Behind behind) {
    Stage known = built.get(spec);
    if (known != null) {
      known.addOutput(route(behind));
    } else if (spec instanceof SourceSpec source) {
      addSource(source, behind);
    } else if (spec instanceof ValuesSpec values) {
      constants.add(new ConstantNode(ConstantRows.batches(values), route(behind)));
    } else if (spec instanceof CalcSpec calc) {
      addCalc(calc, behind);
    } else if (spec instanceof WatermarkSpec watermark) {
      watermarkCount = Math.max(watermarkCount, watermark.node() + 1);
      add(watermark.input(), behind.with(() -> new WatermarkOperator(watermark)));
    } else if (spec instanceof ObserveSpec observe) {
      Observation observation = observation(observe);
      add(observe.input(), behind.with(() -> new ObserveOperator(observation)));
    } else if (spec instanceof WindowSpec window) {
      add(window.input(), behind.with(() -> new WindowOperator(window)));
    } else if (spec instanceof LateralSpec lateral) {
      add(lateral.input(), behind.with(() -> lateral(lateral)));
    } else if (spec instanceof UnionSpec union) {
      for (OperatorSpec input : union.inputs()) {
        add(input, behind.with(() -> new UnionOperator(union.output())));
      }
    } else if (spec instanceof AggregateSpec aggregate) {
      addAggregate(aggregate, behind);
    } else if (spec instanceof DistinctSpec distinct) {
      addDistinct(distinct, behind);
    } else if (spec instanceof DeduplicateSpec first) {
      hasHorizon |= first.horizon().isPresent();
      addStage(
          "deduplicate",
          first,
          List.of(columns(first.keys())),
          parallelism,
          tables -> new DeduplicateOperator(first, tables),
          behind);
    } else if (spec instanceof ProgramSpec program) {
      add(program.input(), behind.with(() -> new ProgramOperator(program)));
    } else if (spec instanceof GroupStateSpec groups) {
      addGroups(groups, behind);
    } else if (spec instanceof JoinSpec join) {
      addJoin(join, behind);
    } else if (spec instanceof SetSpec set) {
      int[] all = IntStream.range(0, set.output().size()).toArray();
      addStage(
          "set",
          set,
          List.of(all, all),
          parallelism,
          tables -> new SetOperator(set, tables),
          behind);
    } else if (spec instanceof TopNSpec topN) {
      addTopN(topN, behind);
    } else if (spec instanceof OverSpec over) {
      addStage(
          "over",
          over,
          List.of(columns(over.partition())),
          over.partition().isEmpty() ? 1 : parallelism,
          tables -> new OverOperator(over, tables),
          behind);
    } else if (spec instanceof RecursionSpec recursion) {
      addRecursion(recursion, behind);
    } else if (spec instanceof LoopInputSpec input) {
      loopInputs.get(input.index()).add(route(behind));
    } else if (spec instanceof LimitSpec limit) {
      addSingle("limit", limit, tables -> new LimitOperator(limit, tables), behind);
    } else if (spec instanceof SortSpec sort) {
      // bounded input is sorted in its last batch, and what runs once needs no durable state
      addSingle("sort", sort, tables -> new SortOperator(sort, new MemoryStateTables()), behind);
    } else {
      throw new IllegalStateException("no operator for " + spec.getClass().getSimpleName());
    }
  }

  /** The metrics are a projection of aggregates of a projection of the rows. */
  private Observation observation(ObserveSpec observe) {
    List<BatchFunction> before = new ArrayList<>();
    List<BatchFunction> after = new ArrayList<>();
    Optional<AggregateSpec> aggregate = Optional.empty();
    OperatorSpec spec = observe.metrics();
    while (!(spec instanceof SourceSpec)) {
      if (spec instanceof AggregateSpec found) {
        aggregate = Optional.of(found);
      } else {
        (aggregate.isPresent() ? before : after).add(0, compiled((CalcSpec) spec).newInstance());
      }
      spec = spec.inputs().get(0);
    }
    return new Observation(observe, spec.output(), before, aggregate.orElseThrow(), after);
  }

  private CompiledCalc compiled(CalcSpec calc) {
    return compiler.compile(
        calc.input().output(), calc.condition(), calc.projections(), calc.output(), zone);
  }

  private void addSource(SourceSpec spec, Behind behind) {
    sources
        .computeIfAbsent(spec.id(), id -> new SourceNode(spec, parallelism))
        .routes()
        .add(route(behind));
  }

  private void addCalc(CalcSpec calc, Behind behind) {
    CompiledCalc compiled = compiled(calc);
    add(calc.input(), behind.with(() -> new CalcOperator(compiled.newInstance())));
  }

  private void addAggregate(AggregateSpec spec, Behind behind) {
    hasHorizon |= spec.horizon().isPresent();
    if (spec.slicing().isPresent()) {
      // all slices of a key in one place
      addStage(
          "aggregate",
          spec,
          List.of(SlidingAggregateOperator.keyColumns(spec)),
          parallelism,
          tables -> new SlidingAggregateOperator(spec, tables),
          behind);
    } else if (spec.keys().isEmpty()) {
      addSingle("aggregate", spec, tables -> new AggregateOperator(spec, tables), behind);
    } else {
      int[] keys = columns(spec.keys());
      addStage(
          "aggregate",
          spec,
          List.of(keys),
          parallelism,
          tables -> new AggregateOperator(spec, tables),
          behind);
    }
  }

  private void addDistinct(DistinctSpec spec, Behind behind) {
    hasHorizon |= spec.horizon().isPresent();
    int[] keys = IntStream.range(0, spec.output().size()).toArray();
    OperatorFactory operators =
        tables ->
            spec.insertOnly()
                ? new FirstRowsOperator(spec, tables)
                : new DistinctOperator(spec, tables);
    addStage("distinct", spec, List.of(keys), parallelism, operators, behind);
  }

  private void addTopN(TopNSpec spec, Behind behind) {
    hasHorizon |= spec.horizon().isPresent();
    int[] keys = columns(spec.rule().partition());
    addStage(
        "topn",
        spec,
        List.of(keys),
        keys.length == 0 ? 1 : parallelism,
        tables -> TopNOperators.create(spec, tables),
        behind);
  }

  private void addJoin(JoinSpec spec, Behind behind) {
    Optional<CompiledCalc> condition =
        spec.condition()
            .map(
                found ->
                    compiler.compile(
                        spec.pairs(),
                        Optional.of(found),
                        identity(spec.pairs()),
                        spec.pairs(),
                        zone));
    addStage(
        "join",
        spec,
        List.of(columns(spec.leftKeys()), columns(spec.rightKeys())),
        spec.leftKeys().isEmpty() ? 1 : parallelism,
        tables -> new JoinOperator(spec, condition.map(CompiledCalc::newInstance), tables),
        behind);
  }

  /** All rows of a recursion are in one place; the operators of its step are dealt out as ever. */
  private void addRecursion(RecursionSpec spec, Behind behind) {
    List<int[]> keys = new ArrayList<>();
    spec.inputs().forEach(input -> keys.add(NO_KEYS));
    addStage(
        "recursion",
        spec,
        keys,
        1,
        tables -> new RecursionOperator(spec, loop(spec, stateName("recursion", spec)), tables),
        behind);
  }

  private LoopGraph loop(RecursionSpec spec, String name) {
    GraphBuilder inner = new GraphBuilder(parallelism, zone, compiler, store, name + ".", workers);
    spec.inputs().forEach(input -> inner.loopInputs.add(new ArrayList<>()));
    inner.add(spec.step(), new Behind(List.of(), new ResultTarget()));
    return new LoopGraph(
        inner.loopInputs, inner.stages, workers, store.tables(name + ".loop", 0, 1));
  }

  private static List<Expression> identity(Schema schema) {
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      columns.add(new ColumnReference(i, schema.type(i)));
    }
    return columns;
  }

  private static int[] columns(List<Integer> columns) {
    return columns.stream().mapToInt(Integer::intValue).toArray();
  }

  private void addGroups(GroupStateSpec spec, Behind behind) {
    boolean atEnd = spec.emission() == Emission.FINAL;
    hasHorizon |= !atEnd && spec.program().timeout() == GroupStateTimeout.EVENT_TIME_TIMEOUT;
    int[] keys = spec.keys().stream().mapToInt(Integer::intValue).toArray();
    // what runs once, over bounded input, needs no durable state
    OperatorFactory operators =
        tables -> new GroupStateOperator(spec, atEnd ? new MemoryStateTables() : tables);
    List<int[]> allKeys = new ArrayList<>(List.of(keys));
    spec.initial()
        .ifPresent(
            states -> {
              allKeys.add(columns(states.keys()));
              sourcesOf(states.input(), inFirstBatch);
            });
    addStage("groups", spec, allKeys, parallelism, operators, behind);
  }

  private static void sourcesOf(OperatorSpec spec, Set<String> ids) {
    if (spec instanceof SourceSpec source) {
      ids.add(source.id());
    }
    spec.inputs().forEach(input -> sourcesOf(input, ids));
  }

  /** What makes the partitions of a stage. */
  @FunctionalInterface
  private interface OperatorFactory {
    StatefulOperator create(StateTables tables);
  }

  private void addSingle(String kind, OperatorSpec spec, OperatorFactory operators, Behind behind) {
    addStage(kind, spec, List.of(NO_KEYS), 1, operators, behind);
  }

  /**
   * Adds what lies before a stage, then the stage, so that stages come in the order of the flow.
   *
   * @param keys for each input the columns by which its rows are dealt out
   */
  private void addStage(
      String kind,
      OperatorSpec spec,
      List<int[]> keys,
      int partitionCount,
      OperatorFactory operators,
      Behind behind) {
    String name = stateName(kind, spec);
    List<StatefulOperator> partitions = new ArrayList<>();
    for (int i = 0; i < partitionCount; i++) {
      partitions.add(operators.create(store.tables(name, i, partitionCount)));
    }
    boolean reported = !(spec instanceof LimitSpec);
    Stage stage = new Stage(spec.id(), name, reported, partitions, route(behind));
    built.put(spec, stage);
    for (int i = 0; i < spec.inputs().size(); i++) {
      add(spec.inputs().get(i), new Behind(List.of(), new StageInput(stage, i, keys.get(i))));
    }
    stages.add(stage);
  }

  private String stateName(String kind, OperatorSpec spec) {
    return prefix + kind + "-" + (stages.size() + statefulBelow(spec, newSet()));
  }

  /** How many operators with memory lie below one that have no stage yet. */
  private int statefulBelow(OperatorSpec spec, Set<OperatorSpec> seen) {
    int count = 0;
    for (OperatorSpec input : spec.inputs()) {
      if (!built.containsKey(input) && seen.add(input)) {
        count += (isStateful(input) ? 1 : 0) + statefulBelow(input, seen);
      }
    }
    return count;
  }

  private static Set<OperatorSpec> newSet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private static LinearOperator lateral(LateralSpec spec) {
    return spec.code() instanceof UnnestCode code
        ? new UnnestOperator(spec, code)
        : new LateralOperator(spec);
  }

  private static boolean isStateful(OperatorSpec spec) {
    return spec instanceof AggregateSpec
        || spec instanceof JoinSpec
        || spec instanceof SetSpec
        || spec instanceof OverSpec
        || spec instanceof RecursionSpec
        || spec instanceof DistinctSpec
        || spec instanceof DeduplicateSpec
        || spec instanceof GroupStateSpec
        || spec instanceof LimitSpec
        || spec instanceof TopNSpec
        || spec instanceof SortSpec;
  }

  private Route route(Behind behind) {
    return new Route(behind.operators(), behind.target(), parallelism);
  }
}
