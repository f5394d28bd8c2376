package io.millrace.exec.build;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.operator.RowOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Units of input on their way through routes: each unit goes through all routes on one worker, then
 * what came out goes on, in the order of units, whoever was first.
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
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReferenceArray<@Nullable Throwable> failures;
  private volatile boolean failed;

  Wave(List<Route> routes, List<Unit> units) {
    this.routes = routes;
    this.units = units;
    this.outcomes = new Outcome[units.size()][routes.size()];
    this.failures = new AtomicReferenceArray<>(units.size());
  }

  /**
   * Runs the part of all units that needs no state.
   *
   * @param inline whether that is not worth waking the workers
   */
  void produce(Workers workers, boolean inline) throws InterruptedException {
    if (inline || workers.size() == 1 || size() == 1) {
      produceSome(0);
    } else {
      workers.run(Math.min(workers.size(), size()), this::produceSome, () -> {});
    }
    throwFailure();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /**
   * Takes units that no other worker has taken, in order, until there are none, or one has failed:
   * all before that one have been taken then.
   */
  void produceSome(int worker) {
    for (int unit = next.getAndIncrement();
        unit < size() && !failed;
        unit = next.getAndIncrement()) {
      try {
        produce(worker, unit);
      } catch (Throwable failure) {
        // thrown by throwFailure, once no worker is at work any more
        failures.set(unit, failure);
        failed = true;
      }
    }
  }

  /** Throws the failure of the first unit that failed, as it is. */
  void throwFailure() {
    for (int unit = 0; failed && unit < size(); unit++) {
      Workers.rethrow(failures.get(unit));
    }
  }

  private void produce(int worker, int unit) {
    RowOutput fan =
        batch -> {
          for (Route route : routes) {
            route.pipeline(worker).process(batch);
          }
        };
    units.get(unit).produce(worker, fan);
    for (int i = 0; i < routes.size(); i++) {
      List<ColumnBatch> batches = routes.get(i).pipeline(worker).take();
      List<Exchange> exchanges = new ArrayList<>();
      if (routes.get(i).target() instanceof StageInput input) {
        for (ColumnBatch batch : batches) {
          exchanges.add(Exchange.of(batch, input.keyColumns(), input.stage().partitionCount()));
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

  /** What came to an input of a stage from some units, in order. */
  List<Exchange> arrivals(StageInput input, int from, int to) {
    List<Exchange> arrivals = new ArrayList<>();
    for (int unit = from; unit < to; unit++) {
      for (int i = 0; i < routes.size(); i++) {
        if (routes.get(i).target() == input) {
          arrivals.addAll(outcomes[unit][i].exchanges());
        }
      }
    }
    return arrivals;
  }
}
