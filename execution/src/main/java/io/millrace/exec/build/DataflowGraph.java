package io.millrace.exec.build;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.ChunkReader;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Counters;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import io.millrace.state.StateStore;
import io.millrace.state.StateTables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
  private final List<ConstantNode> constants;
  private final List<Stage> stages;
  private final StateStore store;
  private final StateTables tables;
  private final Counters arrivals;
  private final boolean hasHorizon;
  private final int watermarkCount;
  private final Workers workers;
  private boolean broken;

  /**
   * @param stages a stage stands behind all stages it gets rows from
   * @param store keeps how many rows have arrived at each stage
   */
  DataflowGraph(
      List<SourceNode> sources,
      List<ConstantNode> constants,
      List<Stage> stages,
      StateStore store,
      boolean hasHorizon,
      int watermarkCount,
      Workers workers) {
    this.sources = List.copyOf(sources);
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
  public int watermarkCount() {
    return watermarkCount;
  }

  @Override
  public StepReport run(StepInput input, Consumer<ColumnBatch> changes)
      throws InterruptedException {
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

  private void runBatch(StepInput input, Consumer<ColumnBatch> changes)
      throws InterruptedException {
    begin(input);
    if (input.batchId() == 0) {
      for (ConstantNode constant : constants) {
        pass(constant.batches().iterator(), constant.route(), changes);
      }
    }
    for (SourceNode source : sources) {
      ChunkReader reader = input.readers().get(source.spec().id());
      if (reader != null) {
        read(source, reader, input.endOfInput(), changes);
      }
    }
    for (Stage stage : stages) {
      stage.finish(workers);
      passEmissions(stage, changes);
    }
    for (int i = 0; i < stages.size(); i++) {
      arrivals.set(i, stages.get(i).arrived());
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

  private void read(
      SourceNode source, ChunkReader reader, boolean stopsEarly, Consumer<ColumnBatch> changes)
      throws InterruptedException {
    boolean inSlices = source.expands();
    List<Chunk> next = nextChunks(reader);
    while (!next.isEmpty() && !(stopsEarly && source.isSatisfied())) {
      List<Wave.Unit> units = new ArrayList<>(next.size());
      List<List<ColumnBatch>> decoded = new ArrayList<>(next.size());
      for (Chunk chunk : next) {
        List<ColumnBatch> batches = new ArrayList<>();
        decoded.add(batches);
        units.add(
            (worker, output) ->
                source.scan(worker).decode(chunk, inSlices ? batches::add : output));
      }
      List<Chunk> following = new ArrayList<>();
      Wave wave = new Wave(inSlices ? List.of() : source.routes(), units);
      if (units.size() == 1) {
        produceInline(wave);
        following.addAll(nextChunks(reader));
      } else {
        // bytes of the next wave are fetched while this one is decoded
        workers.run(units.size(), wave::produce, () -> following.addAll(nextChunks(reader)));
      }
      deliver(wave, changes);
      for (List<ColumnBatch> batches : decoded) {
        passSlices(batches, source, changes);
      }
      next = following;
    }
  }

  /** Takes decoded batches through all routes of their source; there are none if not in slices. */
  private void passSlices(
      List<ColumnBatch> batches, SourceNode source, Consumer<ColumnBatch> changes)
      throws InterruptedException {
    for (ColumnBatch batch : batches) {
      for (Route route : source.routes()) {
        pass(List.of(batch).iterator(), route, changes);
      }
    }
  }

  private List<Chunk> nextChunks(ChunkReader reader) {
    List<Chunk> chunks = new ArrayList<>(workers.size());
    while (chunks.size() < workers.size()) {
      Optional<Chunk> chunk = reader.next();
      if (chunk.isEmpty()) {
        break;
      }
      chunks.add(chunk.get());
    }
    return chunks;
  }

  private static void produceInline(Wave wave) throws InterruptedException {
    for (int unit = 0; unit < wave.size(); unit++) {
      wave.produce(unit);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** Takes batches that are there through a route. */
  private void pass(Iterator<ColumnBatch> whole, Route route, Consumer<ColumnBatch> changes)
      throws InterruptedException {
    long expansion = route.expansion();
    Iterator<ColumnBatch> batches =
        Slices.areNeeded(expansion) ? new Slices(whole, expansion) : whole;
    if (route.isDirect() && route.target() instanceof ResultTarget) {
      batches.forEachRemaining(changes);
      return;
    }
    while (batches.hasNext()) {
      List<Wave.Unit> units = new ArrayList<>(workers.size());
      int rows = 0;
      while (units.size() < workers.size() && batches.hasNext()) {
        ColumnBatch batch = batches.next();
        rows += batch.size();
        units.add((worker, output) -> output.rows(batch));
      }
      Wave wave = new Wave(List.of(route), units);
      if (units.size() == 1 || rows <= Stage.INLINE_ROWS) {
        produceInline(wave);
      } else {
        workers.run(units.size(), wave::produce, () -> {});
      }
      deliver(wave, changes);
    }
  }

  /**
   * Hands on what a wave gave. What reaches a consumer directly and what reaches it through a stage
   * must come in the order of units, however many a wave has: with several targets they go one by
   * one.
   */
  private void deliver(Wave wave, Consumer<ColumnBatch> changes) throws InterruptedException {
    List<Target> targets = wave.targets();
    int unitsAtOnce = targets.size() == 1 ? wave.size() : 1;
    for (int unit = 0; unit < wave.size(); unit += unitsAtOnce) {
      for (Target target : targets) {
        if (target instanceof Stage stage) {
          List<Exchange> arrivals = wave.arrivals(stage, unit, unit + unitsAtOnce);
          if (!arrivals.isEmpty()) {
            stage.process(arrivals, workers);
            passEmissions(stage, changes);
          }
        } else {
          wave.results(unit, unit + unitsAtOnce).forEach(changes);
        }
      }
    }
  }

  private void passEmissions(Stage stage, Consumer<ColumnBatch> changes)
      throws InterruptedException {
    pass(new EmissionMerge(stage.takeEmissions()), stage.output(), changes);
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
