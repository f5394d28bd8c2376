package io.millrace.exec.build;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.operator.RowOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * A few units of input on their way through routes: each unit goes through all routes on one
 * worker, then what came out goes on, in the order of units, whoever was first.
 */
final class Wave {

  /** A piece of input: a chunk to decode, or a batch that is there. */
  @FunctionalInterface
  interface Unit {
    void produce(int worker, RowOutput output);
  }

  /** What a unit has become on one route. */
  private record Outcome(List<ColumnBatch> batches, List<Exchange> exchanges) {}

  private final List<Route> routes;
  private final List<Unit> units;
  private final Outcome[][] outcomes;

  Wave(List<Route> routes, List<Unit> units) {
    this.routes = routes;
    this.units = units;
    this.outcomes = new Outcome[units.size()][routes.size()];
  }

  /** Runs a unit's part that needs no state, on the worker of the same number. */
  void produce(int unit) {
    RowOutput fan =
        batch -> {
          for (Route route : routes) {
            route.pipeline(unit).process(batch);
          }
        };
    units.get(unit).produce(unit, fan);
    for (int i = 0; i < routes.size(); i++) {
      List<ColumnBatch> batches = routes.get(i).pipeline(unit).take();
      List<Exchange> exchanges = new ArrayList<>();
      if (routes.get(i).target() instanceof Stage stage) {
        for (ColumnBatch batch : batches) {
          exchanges.add(Exchange.of(batch, stage.keyColumns(), stage.partitionCount()));
        }
      }
      outcomes[unit][i] = new Outcome(batches, exchanges);
    }
  }

  int size() {
    return units.size();
  }

  /** The places that rows may have come to, each once. */
  List<Target> targets() {
    return routes.stream().map(Route::target).distinct().toList();
  }

  /** What came to the result from some units, in order. */
  List<ColumnBatch> results(int from, int to) {
    List<ColumnBatch> results = new ArrayList<>();
    for (int unit = from; unit < to; unit++) {
      for (int i = 0; i < routes.size(); i++) {
        if (routes.get(i).target() instanceof ResultTarget) {
          results.addAll(outcomes[unit][i].batches());
        }
      }
    }
    return results;
  }

  /** What came to a stage from some units, in order. */
  List<Exchange> arrivals(Stage stage, int from, int to) {
    List<Exchange> arrivals = new ArrayList<>();
    for (int unit = from; unit < to; unit++) {
      for (int i = 0; i < routes.size(); i++) {
        if (routes.get(i).target() == stage) {
          arrivals.addAll(outcomes[unit][i].exchanges());
        }
      }
    }
    return arrivals;
  }
}
