package io.millrace.exec.operator.distinct;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.StateCount;
import io.millrace.exec.operator.StatefulOperator;
import io.millrace.plan.physical.OperatorSpec.DistinctSpec;
import io.millrace.state.KeyedTable;
import io.millrace.state.StateTables;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * DISTINCT where rows may go: a row is there once while its weights sum up to more than 0. Words of
 * a row: its weight, its weight before the batch, and the batch that touched it last.
 */
public final class DistinctOperator implements StatefulOperator {
  private static final int WEIGHT = 0;
  private static final int BEFORE = 1;
  private static final int TOUCHED = 2;
  private static final int WORDS = 3;

  private final Schema schema;
  private final DistinctRows rows;
  private final KeyedTable table;
  private final Emission emission = new Emission();
  private final IntArrayList touched = new IntArrayList();
  private final LongArrayList arrivals = new LongArrayList();
  private long batch;
  private long updated;
  private long updateNanos;
  private long removalNanos;

  public DistinctOperator(DistinctSpec spec, StateTables tables) {
    this.schema = spec.output();
    this.rows = new DistinctRows(spec, WORDS, tables);
    this.table = rows.table();
  }

  @Override
  public void begin(BatchTime time) {
    batch++;
    updated = 0;
    updateNanos = 0;
    removalNanos = 0;
    rows.begin(time);
  }

  @Override
  public void process(InputRows input) {
    long start = System.nanoTime();
    InputRows accepted = rows.accept(input);
    if (accepted.count() > 0) {
      rows.upsert(accepted);
      addWeights(accepted);
    }
    updateNanos += System.nanoTime() - start;
  }

  private void addWeights(InputRows input) {
    int[] slots = rows.slots();
    for (int i = 0; i < input.count(); i++) {
      int slot = slots[i];
      long[] segment = segment(slot);
      int at = at(slot);
      if (segment[at + TOUCHED] != batch) {
        segment[at + TOUCHED] = batch;
        segment[at + BEFORE] = segment[at + WEIGHT];
        touched.add(slot);
        arrivals.add(input.arrival(i));
      }
      segment[at + WEIGHT] += input.batch().weight(input.rows()[i]);
    }
  }

  @Override
  public void finish() {
    long start = System.nanoTime();
    updated = touched.size();
    int[] all = touched.elements();
    for (int from = 0; from < touched.size(); from += ColumnBatch.MAX_ROWS) {
      emitRange(all, from, Math.min(touched.size(), from + ColumnBatch.MAX_ROWS));
    }
    long middle = System.nanoTime();
    removeEmpty();
    rows.removeExpired();
    touched.clear();
    arrivals.clear();
    updateNanos += middle - start;
    removalNanos += System.nanoTime() - middle;
  }

  /** Gives the rows that came to be or ceased to be. */
  private void emitRange(int[] all, int from, int to) {
    int[] changed = new int[to - from];
    int[] weights = new int[to - from];
    long[] changedArrivals = new long[to - from];
    int count = 0;
    boolean insertOnly = true;
    for (int i = from; i < to; i++) {
      long[] segment = segment(all[i]);
      int at = at(all[i]);
      int weight = (segment[at + WEIGHT] > 0 ? 1 : 0) - (segment[at + BEFORE] > 0 ? 1 : 0);
      if (weight != 0) {
        insertOnly &= weight > 0;
        changed[count] = all[i];
        weights[count] = weight;
        changedArrivals[count++] = arrivals.getLong(i);
      }
    }
    if (count == 0) {
      return;
    }
    Column[] output = new Column[schema.size()];
    for (int i = 0; i < output.length; i++) {
      ColumnBuilder builder = new ColumnBuilder(schema.type(i), count);
      table.appendKeys(i, changed, 0, count, builder);
      output[i] = builder.build();
    }
    emission.add(
        ColumnBatch.weighted(schema, count, insertOnly ? ColumnBatch.NONE : weights, output),
        changedArrivals);
  }

  private void removeEmpty() {
    int[] all = touched.elements();
    int count = 0;
    for (int i = 0; i < touched.size(); i++) {
      if (segment(all[i])[at(all[i]) + WEIGHT] == 0) {
        all[count++] = all[i];
      }
    }
    rows.remove(all, count);
  }

  @Override
  public Emission emission() {
    return emission;
  }

  @Override
  public long rowsTotal() {
    return table.size();
  }

  @Override
  public StateCount count() {
    return rows.count(updated, updateNanos, removalNanos);
  }

  private long[] segment(int slot) {
    return table.segments()[slot >>> KeyedTable.SEGMENT_BITS];
  }

  private int at(int slot) {
    return (slot & KeyedTable.SEGMENT_MASK) * table.width() + table.stateOffset();
  }
}
