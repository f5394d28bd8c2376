package io.millrace.exec.operator.limit;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Counters;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.StateCount;
import io.millrace.exec.operator.StatefulOperator;
import io.millrace.plan.physical.OperatorSpec.LimitSpec;
import io.millrace.state.StateTables;

/**
 * Gives the rows from {@code offset} to {@code offset + count} of all rows that ever arrive, which
 * only come and never go. State: how many it has skipped and given.
 */
public final class LimitOperator implements StatefulOperator {
  private static final int SKIPPED = 0;
  private static final int GIVEN = 1;
  private static final int COUNTERS = 2;

  private final long offset;
  private final long count;
  private final StateTables tables;
  private final Counters counters;
  private final Emission emission = new Emission();
  private long toSkip;
  private long toGive;

  public LimitOperator(LimitSpec spec, StateTables tables) {
    this.offset = spec.offset();
    this.count = spec.count();
    this.tables = tables;
    this.counters = new Counters("rows", COUNTERS, tables);
  }

  @Override
  public void begin(BatchTime time) {
    tables.beginBatch();
    counters.begin();
    toSkip = offset - counters.get(SKIPPED);
    toGive = count - counters.get(GIVEN);
  }

  @Override
  public void process(InputRows input) {
    if (toGive == 0) {
      return;
    }
    ColumnBatch batch = input.batch();
    int[] selection = new int[input.count()];
    int[] weights = batch.isInsertOnly() ? ColumnBatch.NONE : batch.weights().clone();
    long[] arrivals = new long[input.count()];
    int selected = 0;
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
        selection[selected] = row;
        arrivals[selected++] = input.arrival(i);
      }
    }
    emission.add(withWeights(batch, weights).select(selection, selected), arrivals);
  }

  private static ColumnBatch withWeights(ColumnBatch batch, int[] weights) {
    return batch.isInsertOnly() ? batch : batch.withWeights(weights);
  }

  @Override
  public void finish() {
    counters.set(SKIPPED, offset - toSkip);
    counters.set(GIVEN, count - toGive);
  }

  @Override
  public Emission emission() {
    return emission;
  }

  @Override
  public boolean canBeSatisfied() {
    return true;
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
