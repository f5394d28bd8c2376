package io.millrace.exec.operator.distinct;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.StateCount;
import io.millrace.exec.operator.StatefulOperator;
import io.millrace.plan.physical.OperatorSpec.DistinctSpec;
import io.millrace.state.StateTables;

/**
 * DISTINCT over rows that only come: passes a row on when it comes for the first time. State: the
 * rows, without further words.
 */
public final class FirstRowsOperator implements StatefulOperator {
  private final DistinctRows rows;
  private final Emission emission = new Emission();
  private long updated;
  private final Schema schema;
  private long updateNanos;
  private long removalNanos;

  public FirstRowsOperator(DistinctSpec spec, StateTables tables) {
    this.rows = new DistinctRows(spec, 0, tables);
    this.schema = spec.output();
  }

  @Override
  public void begin(BatchTime time) {
    updated = 0;
    updateNanos = 0;
    removalNanos = 0;
    rows.begin(time);
  }

  @Override
  public void giveAll() {
    rows.giveAll(schema, emission);
  }

  @Override
  public void process(InputRows input) {
    long start = System.nanoTime();
    InputRows accepted = rows.accept(input);
    if (accepted.count() > 0) {
      emitFirst(accepted, rows.upsert(accepted));
    }
    updateNanos += System.nanoTime() - start;
  }

  private void emitFirst(InputRows input, int count) {
    updated += count;
    int[] created = rows.table().created();
    int[] selection = new int[count];
    long[] arrivals = new long[count];
    for (int i = 0; i < count; i++) {
      selection[i] = input.rows()[created[i]];
      arrivals[i] = input.arrival(created[i]);
    }
    // a row counts once, however many of it have come
    emission.add(input.batch().withWeights(ColumnBatch.NONE).select(selection, count), arrivals);
  }

  @Override
  public void finish() {
    long start = System.nanoTime();
    rows.removeExpired();
    removalNanos += System.nanoTime() - start;
  }

  @Override
  public Emission emission() {
    return emission;
  }

  @Override
  public long rowsTotal() {
    return rows.table().size();
  }

  @Override
  public StateCount count() {
    return rows.count(updated, updateNanos, removalNanos);
  }
}
