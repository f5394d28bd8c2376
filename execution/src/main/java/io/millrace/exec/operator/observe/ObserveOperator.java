package io.millrace.exec.operator.observe;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.LinearOperator;
import io.millrace.exec.operator.RowOutput;

/** Shows all rows to an observation and lets them through. */
public final class ObserveOperator implements LinearOperator {
  private final Observation observation;

  public ObserveOperator(Observation observation) {
    this.observation = observation;
  }

  /** What all workers show their rows to. */
  public Observation observation() {
    return observation;
  }

  @Override
  public void begin(BatchTime time) {
    observation.begin(time);
  }

  @Override
  public void process(ColumnBatch input, RowOutput output) {
    observation.add(input);
    output.rows(input);
  }
}
