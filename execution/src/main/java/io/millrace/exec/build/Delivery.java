package io.millrace.exec.build;

import io.millrace.api.batch.ColumnBatch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Takes what waves give to where it goes, and on from there, during one batch. */
final class Delivery {
  /** Pieces of a wave for each worker: enough to make the barrier behind them cheap. */
  static final int UNITS_PER_WORKER = 4;

  private final Workers workers;
  private final ChangeConsumer changes;

  Delivery(Workers workers, ChangeConsumer changes) {
    this.workers = workers;
    this.changes = changes;
  }

  Workers workers() {
    return workers;
  }

  /** Whether what reaches a target is of no use to anybody once it is delivered. */
  boolean forgets(Target target) {
    return target instanceof StageInput input
        ? !input.stage().keepsInput()
        : !changes.keepsChanges();
  }

  /** Takes batches that are there through a route. */
  void pass(Iterator<ColumnBatch> whole, Route route) throws InterruptedException {
    long expansion = route.expansion();
    Iterator<ColumnBatch> batches =
        Slices.areNeeded(expansion) ? new Slices(whole, expansion) : whole;
    if (route.isDirect() && route.target() instanceof ResultTarget) {
      batches.forEachRemaining(changes::accept);
      return;
    }
    while (batches.hasNext()) {
      List<Wave.Unit> units = new ArrayList<>();
      int rows = 0;
      while (units.size() < UNITS_PER_WORKER * workers.size() && batches.hasNext()) {
        ColumnBatch batch = batches.next();
        rows += batch.size();
        units.add((worker, output) -> output.rows(batch));
      }
      Wave wave = new Wave(List.of(route), units);
      wave.produce(workers, rows <= Stage.INLINE_ROWS);
      deliver(wave);
    }
  }

  /**
   * Hands on what a wave gave. What reaches a consumer directly and what reaches it through a stage
   * must come in the order of units, however many a wave has: with several targets they go one by
   * one.
   */
  void deliver(Wave wave) throws InterruptedException {
    List<Target> targets = wave.targets();
    int unitsAtOnce = targets.size() == 1 ? wave.size() : 1;
    for (int unit = 0; unit < wave.size(); unit += unitsAtOnce) {
      for (Target target : targets) {
        if (target instanceof StageInput input) {
          List<Exchange> arrivals = wave.arrivals(input, unit, unit + unitsAtOnce);
          if (!arrivals.isEmpty()) {
            input.stage().process(input.index(), arrivals, workers);
            passEmissions(input.stage());
          }
        } else {
          giveResults(wave, unit, unit + unitsAtOnce);
        }
      }
    }
  }

  /** Hands on what came to the result from some units. */
  void giveResults(Wave wave, int from, int to) {
    wave.results(from, to).forEach(changes::accept);
  }

  void passEmissions(Stage stage) throws InterruptedException {
    Iterator<ColumnBatch> rows = new EmissionMerge(stage.takeEmissions());
    if (stage.outputs().size() == 1) {
      pass(rows, stage.outputs().get(0));
      return;
    }
    stage.waiting().add(rows);
    while (stage.waiting().isFull()) {
      passWaiting(stage);
    }
  }

  /** Passes on all that a stage has given in its batch. */
  void passLast(Stage stage) throws InterruptedException {
    passEmissions(stage);
    if (stage.outputs().size() > 1) {
      passWaiting(stage);
    }
  }

  private void passWaiting(Stage stage) throws InterruptedException {
    List<ColumnBatch> batches = stage.waiting().take();
    for (Route route : stage.outputs()) {
      pass(batches.iterator(), route);
    }
  }

  /** Passes what a stage has given on to the result alone. */
  void passToResult(Stage stage) throws InterruptedException {
    List<ColumnBatch> batches = new ArrayList<>();
    new EmissionMerge(stage.takeEmissions()).forEachRemaining(batches::add);
    for (Route route : stage.outputs()) {
      if (route.target() instanceof ResultTarget) {
        pass(batches.iterator(), route);
      }
    }
  }
}
