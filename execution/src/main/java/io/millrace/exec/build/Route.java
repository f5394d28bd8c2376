package io.millrace.exec.build;

import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.LinearOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A way of rows from a source or stage to the next stage or the result, through operators without
 * memory; a pipeline of its own for each worker.
 */
final class Route {
  private static final long MAX_EXPANSION = 1L << 31;

  private final Target target;
  private final List<Pipeline> pipelines = new ArrayList<>();
  private final boolean direct;

  Route(List<Supplier<LinearOperator>> operators, Target target, int workers) {
    this.target = target;
    this.direct = operators.isEmpty();
    for (int i = 0; i < workers; i++) {
      pipelines.add(new Pipeline(operators.stream().map(Supplier::get).toList()));
    }
  }

  Target target() {
    return target;
  }

  /** Whether rows arrive as they are. */
  boolean isDirect() {
    return direct;
  }

  /** At most how many rows one row may become on the way. */
  long expansion() {
    long expansion = 1;
    for (LinearOperator operator : pipelines.get(0).operators()) {
      expansion =
          Math.min(MAX_EXPANSION, expansion * Math.min(MAX_EXPANSION, operator.expansion()));
    }
    return expansion;
  }

  Pipeline pipeline(int worker) {
    return pipelines.get(worker);
  }

  void begin(BatchTime time) {
    for (Pipeline pipeline : pipelines) {
      pipeline.begin(time);
    }
  }

  /** All operators of all workers. */
  List<LinearOperator> operators() {
    List<LinearOperator> operators = new ArrayList<>();
    for (Pipeline pipeline : pipelines) {
      operators.addAll(pipeline.operators());
    }
    return operators;
  }
}
