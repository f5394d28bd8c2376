package io.millrace.exec.build;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.ChunkReader;
import io.millrace.api.error.ErrorCode;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Counters;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import io.millrace.state.StateStore;
import io.millrace.state.StateTables;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A plan as stages with memory and routes between them. A batch runs in waves: as many units of
 * input as there are workers go through their routes in parallel; at a barrier their rows are dealt
 * out by key; each partition takes its own, in order. What a stage gives goes on at once, in waves
 * of its own. When all input of a stage has come it finishes the batch, upstream stages first.
 */
final class DataflowGraph implements RunningGraph {
  /** What the store calls the graph's own state. */
  private static final String STATE_NAME = "graph";

  private final List<SourceNode> sources;
  private final Set<String> inFirstBatch;
  private final List<ConstantNode> constants;
  private final List<Stage> stages;
  private final StateStore store;
  private final StateTables tables;
  private final Counters arrivals;
  private final boolean hasHorizon;
  private final int watermarkCount;
  private final Workers workers;

  /** Whether the next batch begins with the whole result. */
  private boolean allDue;

  private boolean broken;

  /**
   * @param inFirstBatch the sources by id that give no rows behind the first batch
   * @param stages a stage stands behind all stages it gets rows from
   * @param store keeps how many rows have arrived at each stage
   */
  DataflowGraph(
      List<SourceNode> sources,
      Set<String> inFirstBatch,
      List<ConstantNode> constants,
      List<Stage> stages,
      StateStore store,
      boolean hasHorizon,
      int watermarkCount,
      Workers workers) {
    this.sources = List.copyOf(sources);
    this.inFirstBatch = inFirstBatch;
    this.constants = List.copyOf(constants);
    this.stages = List.copyOf(stages);
    this.store = store;
    this.tables = store.tables(STATE_NAME, 0, 1);
    this.arrivals = new Counters("arrivals", stages.size(), tables);
    this.hasHorizon = hasHorizon;
    this.watermarkCount = watermarkCount;
    this.workers = workers;
  }

  @Override
  public List<SourceSpec> sources() {
    return sources.stream().map(SourceNode::spec).toList();
  }

  @Override
  public boolean hasHorizon() {
    return hasHorizon;
  }

  @Override
  public long nextTimerMicros() {
    long next = Long.MAX_VALUE;
    for (Stage stage : stages) {
      next = Math.min(next, stage.nextTimerMicros());
    }
    return next;
  }

  @Override
  public int watermarkCount() {
    return watermarkCount;
  }

  @Override
  public StepReport run(StepInput input, ChangeConsumer changes) throws InterruptedException {
    boolean usable = !broken;
    broken = true;
    try {
      if (!usable) {
        throw new IllegalStateException("the graph has failed or is closed");
      }
      runBatch(input, changes);
    } catch (RuntimeException | Error | InterruptedException failure) {
      closeAll(input.readers().values()).ifPresent(failure::addSuppressed);
      throw failure;
    }
    Optional<RuntimeException> failure = closeAll(input.readers().values());
    if (failure.isPresent()) {
      throw failure.get();
    }
    broken = false;
    return StepReports.of(sources, constants, stages, store);
  }

  @Override
  public Map<String, String> statefulOperators() {
    Map<String, String> ids = new LinkedHashMap<>();
    stages.forEach(stage -> ids.put(stage.stateName(), stage.operatorId()));
    return ids;
  }

  @Override
  public void giveAll() {
    allDue = true;
  }

  private void runBatch(StepInput input, ChangeConsumer changes) throws InterruptedException {
    begin(input);
    Delivery delivery = new Delivery(workers, changes);
    if (allDue) {
      allDue = false;
      for (Stage stage : stages) {
        if (stage.givesResult()) {
          stage.giveAll();
          delivery.passToResult(stage);
        }
      }
    }
    if (input.batchId() == 0) {
      for (ConstantNode constant : constants) {
        delivery.pass(constant.batches().iterator(), constant.route());
      }
    }
    for (SourceNode source : sources) {
      ChunkReader reader = input.readers().get(source.spec().id());
      if (reader != null) {
        requireTime(source.spec(), input.batchId());
        new SourceReading(source, reader, input.endOfInput(), delivery).run();
      }
    }
    for (Stage stage : stages) {
      stage.finish(workers);
      delivery.passLast(stage);
    }
    for (int i = 0; i < stages.size(); i++) {
      arrivals.set(i, stages.get(i).arrived());
    }
  }

  /** What groups begin with is read once. */
  private void requireTime(SourceSpec source, long batchId) {
    if (batchId > 0 && inFirstBatch.contains(source.id())) {
      throw error(
              ErrorCode.QUERY_INVALID,
              "the initial state of groups has changed since the query began: "
                  + source.relation().name())
          .hint("read it from a table that nobody writes to, as a whole in the first batch")
          .build();
    }
  }

  private void begin(StepInput input) {
    BatchTime time =
        new BatchTime(
            input.batchTimeMicros(), input.watermark(), input.lateWatermark(), input.endOfInput());
    for (SourceNode source : sources) {
      source.begin();
      source.routes().forEach(route -> route.begin(time));
    }
    constants.forEach(constant -> constant.route().begin(time));
    tables.beginBatch();
    arrivals.begin();
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).begin(time, arrivals.get(i));
    }
  }

  /** Closes readers, all of them; the first failure, with the others attached. */
  private static Optional<RuntimeException> closeAll(Collection<ChunkReader> readers) {
    RuntimeException failure = null;
    for (ChunkReader reader : readers) {
      try {
        reader.close();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    return Optional.ofNullable(failure);
  }

  @Override
  public void close() {
    broken = true;
    workers.close();
  }
}
