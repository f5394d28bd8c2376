package io.millrace.exec.operator.limit;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.StateCount;
import io.millrace.exec.operator.StatefulOperator;
import io.millrace.plan.physical.OperatorSpec.LimitSpec;

/**
 * Gives the rows from {@code offset} to {@code offset + count} of all rows that ever arrive, which
 * only come and never go.
 */
public final class LimitOperator implements StatefulOperator {
  private final Emission emission = new Emission();
  private long toSkip;
  private long toGive;

  public LimitOperator(LimitSpec spec) {
    this.toSkip = spec.offset();
    this.toGive = spec.count();
  }

  @Override
  public void begin(BatchTime time) {}

  @Override
  public void process(InputRows input) {
    if (toGive == 0) {
      return;
    }
    ColumnBatch batch = input.batch();
    int[] selection = new int[input.count()];
    int[] weights = batch.isInsertOnly() ? ColumnBatch.NONE : batch.weights().clone();
    long[] arrivals = new long[input.count()];
    int count = 0;
    for (int i = 0; i < input.count() && toGive > 0; i++) {
      int row = input.rows()[i];
      int weight = batch.weight(row);
      if (weight < 0) {
        throw new IllegalStateException("a row was taken back before LIMIT");
      }
      long skipped = Math.min(weight, toSkip);
      toSkip -= skipped;
      long given = Math.min(weight - skipped, toGive);
      if (given > 0) {
        toGive -= given;
        if (weights.length != 0) {
          weights[row] = (int) given;
        }
        selection[count] = row;
        arrivals[count++] = input.arrival(i);
      }
    }
    emission.add(withWeights(batch, weights).select(selection, count), arrivals);
  }

  private static ColumnBatch withWeights(ColumnBatch batch, int[] weights) {
    return batch.isInsertOnly() ? batch : batch.withWeights(weights);
  }

  @Override
  public void finish() {}

  @Override
  public Emission emission() {
    return emission;
  }

  @Override
  public boolean isSatisfied() {
    return toGive == 0;
  }

  @Override
  public long rowsTotal() {
    return 0;
  }

  @Override
  public StateCount count() {
    return new StateCount(0, 0, 0, 0, 0, 0, 0);
  }
}
