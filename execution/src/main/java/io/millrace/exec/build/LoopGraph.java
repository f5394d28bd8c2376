package io.millrace.exec.build;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Counters;
import io.millrace.exec.operator.StateCount;
import io.millrace.exec.operator.recursion.RecursionStep;
import io.millrace.state.StateTables;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/** The step of a recursion as a graph of its own, which runs once for each round. */
final class LoopGraph implements RecursionStep {
  private final List<List<Route>> inputs;
  private final List<Stage> stages;
  private final Workers workers;
  private final StateTables tables;
  private final Counters arrivals;
  private BatchTime time = new BatchTime(0, Long.MIN_VALUE, Long.MIN_VALUE, false);
  private StateCount count = new StateCount(0, 0, 0, 0, 0, 0, 0);

  /**
   * @param inputs where the rows of each input go
   * @param stages a stage stands behind all stages it gets rows from
   * @param tables keep how many rows have arrived at each stage
   */
  LoopGraph(List<List<Route>> inputs, List<Stage> stages, Workers workers, StateTables tables) {
    this.inputs = inputs;
    this.stages = stages;
    this.workers = workers;
    this.tables = tables;
    this.arrivals = new Counters("arrivals", stages.size(), tables);
  }

  @Override
  public void begin(BatchTime batchTime) {
    time = batchTime;
    tables.beginBatch();
    arrivals.begin();
    count = new StateCount(0, 0, 0, 0, 0, 0, 0);
  }

  @Override
  public void run(List<List<ColumnBatch>> changes, Consumer<ColumnBatch> output) {
    try {
      runRound(changes, output);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  private void runRound(List<List<ColumnBatch>> changes, Consumer<ColumnBatch> output)
      throws InterruptedException {
    inputs.forEach(routes -> routes.forEach(route -> route.begin(time)));
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).begin(time, arrivals.get(i));
    }
    Delivery delivery = new Delivery(workers, output::accept);
    for (int i = 0; i < inputs.size(); i++) {
      if (!changes.get(i).isEmpty()) {
        for (Route route : inputs.get(i)) {
          delivery.pass(changes.get(i).iterator(), route);
        }
      }
    }
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      stage.finish(workers);
      delivery.passLast(stage);
      arrivals.set(i, stage.arrived());
      count = count.plus(stage.count());
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** What the operators did in all rounds, and hold now. */
  @Override
  public StateCount count() {
    long held = 0;
    long bytes = 0;
    for (Stage stage : stages) {
      StateCount now = stage.count();
      held += now.rowsTotal();
      bytes += now.memoryBytes();
    }
    return new StateCount(
        held,
        count.rowsUpdated(),
        count.rowsRemoved(),
        count.rowsDroppedByWatermark(),
        count.updateNanos(),
        count.removalNanos(),
        bytes);
  }
}
