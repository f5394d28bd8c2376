package io.millrace.exec.operator.set;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.SlotsByHash;
import io.millrace.exec.operator.StateCount;
import io.millrace.exec.operator.StatefulOperator;
import io.millrace.plan.physical.OperatorSpec.SetSpec;
import io.millrace.plan.physical.SetOperation;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyedTable;
import io.millrace.state.StateTables;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * INTERSECT and EXCEPT: how often a row is in the result follows from how often it is in either
 * input. The words of a row: its weight in the left and in the right input.
 */
public final class SetOperator implements StatefulOperator {
  private static final int WORDS = 2;

  private final SetOperation operation;
  private final boolean atEnd;
  private final Schema schema;
  private final int[] columns;
  private final StateTables tables;
  private final KeyedTable table;
  private final EncodedKeys keys;
  private final Emission emission = new Emission();
  private final IntArrayList touched = new IntArrayList();
  private final LongArrayList before = new LongArrayList();
  private final LongArrayList arrivals = new LongArrayList();
  private BatchTime time = new BatchTime(0, Long.MIN_VALUE, Long.MIN_VALUE, false);
  private int[] slots = {};
  private long updated;
  private long removed;
  private long updateNanos;
  private long removalNanos;

  public SetOperator(SetSpec spec, StateTables tables) {
    this.operation = spec.operation();
    this.atEnd = spec.atEnd();
    this.schema = spec.output();
    this.columns = IntStream.range(0, schema.size()).toArray();
    this.tables = tables;
    this.table =
        tables.keyed(
            "rows", schema.fields().stream().map(Field::type).toList(), WORDS, Optional.empty());
    table.letLeave();
    this.keys = new EncodedKeys(table.layout());
  }

  @Override
  public void begin(BatchTime batchTime) {
    tables.beginBatch();
    time = batchTime;
    updated = 0;
    removed = 0;
    updateNanos = 0;
    removalNanos = 0;
  }

  @Override
  public void process(InputRows input) {
    throw new IllegalStateException("a set operation has two inputs");
  }

  @Override
  public void process(int side, InputRows input) {
    long start = System.nanoTime();
    if (slots.length < input.count()) {
      slots = new int[Math.max(input.count(), 2 * slots.length)];
    }
    keys.encode(input.batch(), columns, input.rows(), input.count(), input.hashes());
    table.upsert(keys, slots);
    int[] positions = table.touched();
    for (int i = 0; i < table.touchedCount(); i++) {
      int slot = slots[positions[i]];
      touched.add(slot);
      before.add(result(slot));
      arrivals.add(input.arrival(positions[i]));
    }
    for (int i = 0; i < input.count(); i++) {
      segment(slots[i])[at(slots[i]) + side] += input.batch().weight(input.rows()[i]);
    }
    updateNanos += System.nanoTime() - start;
  }

  /** How often a row is in the result. */
  private long result(int slot) {
    long[] segment = segment(slot);
    return operation.weight(segment[at(slot)], segment[at(slot) + 1]);
  }

  @Override
  public void finish() {
    long start = System.nanoTime();
    updated = touched.size();
    if (!atEnd) {
      giveChanges();
    } else if (time.endOfInput()) {
      giveAll();
    }
    long middle = System.nanoTime();
    removeEmpty();
    touched.clear();
    before.clear();
    arrivals.clear();
    updateNanos += middle - start;
    removalNanos += System.nanoTime() - middle;
  }

  private void giveChanges() {
    Given given = new Given();
    for (int i = 0; i < touched.size(); i++) {
      given.add(
          touched.getInt(i), result(touched.getInt(i)) - before.getLong(i), arrivals.getLong(i));
    }
    given.flush();
  }

  @Override
  public void giveAll() {
    Given given = new Given();
    for (int slot : SlotsByHash.of(table)) {
      given.add(slot, result(slot), table.hash(slot));
    }
    given.flush();
  }

  /** Collects rows to give. */
  private final class Given {
    private final int[] chosen = new int[ColumnBatch.MAX_ROWS];
    private final int[] weights = new int[ColumnBatch.MAX_ROWS];
    private final long[] order = new long[ColumnBatch.MAX_ROWS];
    private boolean plain = true;
    private int count;

    void add(int slot, long weight, long arrival) {
      if (weight == 0) {
        return;
      }
      chosen[count] = slot;
      weights[count] = Math.toIntExact(weight);
      order[count++] = arrival;
      plain &= weight == 1;
      if (count == chosen.length) {
        flush();
      }
    }

    void flush() {
      Column[] output = new Column[columns.length];
      for (int i = 0; i < output.length; i++) {
        ColumnBuilder builder = new ColumnBuilder(schema.type(i), count);
        table.appendKeys(i, chosen, 0, count, builder);
        output[i] = builder.build();
      }
      int[] given = plain ? ColumnBatch.NONE : Arrays.copyOf(weights, count);
      emission.add(ColumnBatch.weighted(schema, count, given, output), Arrays.copyOf(order, count));
      plain = true;
      count = 0;
    }
  }

  /** Rows that neither input has any more. */
  private void removeEmpty() {
    int[] all = touched.elements();
    int count = 0;
    for (int i = 0; i < touched.size(); i++) {
      long[] segment = segment(all[i]);
      if (segment[at(all[i])] == 0 && segment[at(all[i]) + 1] == 0) {
        all[count++] = all[i];
      }
    }
    table.remove(all, 0, count);
    removed = count;
  }

  @Override
  public Emission emission() {
    return emission;
  }

  @Override
  public boolean keepsInput() {
    return false;
  }

  @Override
  public long rowsTotal() {
    return table.size();
  }

  @Override
  public StateCount count() {
    return new StateCount(
        table.size(), updated, removed, 0, updateNanos, removalNanos, tables.memoryBytes());
  }

  private long[] segment(int slot) {
    return table.segments()[slot >>> KeyedTable.SEGMENT_BITS];
  }

  private int at(int slot) {
    return (slot & KeyedTable.SEGMENT_MASK) * table.width() + table.stateOffset();
  }
}
