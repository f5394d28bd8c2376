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
 * DISTINCT where rows may go: a row is there once while its weights sum up to more than 0. The word
 * of a row: its weight.
 */
public final class DistinctOperator implements StatefulOperator {
  private static final int WORDS = 1;

  private final Schema schema;
  private final DistinctRows rows;
  private final KeyedTable table;
  private final Emission emission = new Emission();
  private final IntArrayList touched = new IntArrayList();
  private final LongArrayList before = new LongArrayList();
  private final LongArrayList arrivals = new LongArrayList();
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
    updated = 0;
    updateNanos = 0;
    removalNanos = 0;
    rows.begin(time);
  }

  /** Rows that are gone are not held. */
  @Override
  public void giveAll() {
    rows.giveAll(schema, emission);
  }

  @Override
  public void process(InputRows input) {
    long start = System.nanoTime();
    InputRows accepted = rows.accept(input);
    if (accepted.count() > 0) {
      rows.upsert(accepted);
      noteTouched(accepted);
      addWeights(accepted);
    }
    updateNanos += System.nanoTime() - start;
  }

  /** Notes rows that this batch has not touched before, with the weight they have until now. */
  private void noteTouched(InputRows input) {
    int[] positions = table.touched();
    for (int i = 0; i < table.touchedCount(); i++) {
      int slot = rows.slots()[positions[i]];
      touched.add(slot);
      before.add(weight(slot));
      arrivals.add(input.arrival(positions[i]));
    }
  }

  private void addWeights(InputRows input) {
    int[] slots = rows.slots();
    for (int i = 0; i < input.count(); i++) {
      segment(slots[i])[at(slots[i])] += input.batch().weight(input.rows()[i]);
    }
  }

  private long weight(int slot) {
    return segment(slot)[at(slot)];
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
    before.clear();
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
      int weight = (weight(all[i]) > 0 ? 1 : 0) - (before.getLong(i) > 0 ? 1 : 0);
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
      if (weight(all[i]) == 0) {
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
