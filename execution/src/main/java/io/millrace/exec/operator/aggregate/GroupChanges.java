package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.Emission;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import java.util.Arrays;

/**
 * The groups touched in a batch, in the order of their first row, with the results they had before.
 * Gives the old row −1 and the new row +1 of each group whose row is really another one.
 */
final class GroupChanges {
  private static final int FIRST_CAPACITY = 64;

  private final Groups groups;
  private final Schema output;
  private final int keyCount;
  private final int callCount;
  private final ColumnBuilder[] before;
  private int[] slots = new int[FIRST_CAPACITY];
  private long[] arrivals = new long[FIRST_CAPACITY];
  private boolean[] existed = new boolean[FIRST_CAPACITY];
  private int count;
  private int remembered;

  GroupChanges(AggregateSpec spec, Groups groups) {
    this.groups = groups;
    this.output = spec.output();
    this.keyCount = spec.keys().size();
    this.callCount = spec.calls().size();
    this.before = new ColumnBuilder[callCount];
  }

  void begin() {
    count = 0;
    remembered = 0;
    for (int i = 0; i < callCount; i++) {
      before[i] = new ColumnBuilder(output.type(keyCount + i), FIRST_CAPACITY);
    }
  }

  int[] slots() {
    return slots;
  }

  int count() {
    return count;
  }

  /** Notes a group before its first change in the batch. */
  void add(int slot, long arrival, boolean exists) {
    if (count == slots.length) {
      slots = Arrays.copyOf(slots, 2 * count);
      arrivals = Arrays.copyOf(arrivals, 2 * count);
      existed = Arrays.copyOf(existed, 2 * count);
    }
    slots[count] = slot;
    arrivals[count] = arrival;
    existed[count++] = exists;
  }

  /** Notes a group that has had no row so far. */
  void addNew(int slot, long arrival) {
    add(slot, arrival, false);
    rememberRows();
  }

  /** Keeps the results of groups noted since the last call, before they change. */
  void rememberRows() {
    for (int i = 0; i < callCount; i++) {
      groups.appendResults(i, slots, remembered, count, before[i]);
    }
    remembered = count;
  }

  /** Gives what has changed. */
  void emit(boolean global, Emission emission) {
    if (count == 0) {
      return;
    }
    boolean[] exists = new boolean[count];
    boolean[] changed = new boolean[count];
    for (int i = 0; i < count; i++) {
      exists[i] = global || groups.rows(slots[i]) > 0;
      changed[i] = exists[i] != existed[i];
    }
    Column[] old = new Column[callCount];
    Column[] now = new Column[callCount];
    for (int i = 0; i < callCount; i++) {
      ColumnBuilder results = new ColumnBuilder(output.type(keyCount + i), count);
      groups.appendResults(i, slots, 0, count, results);
      old[i] = before[i].build();
      now[i] = results.build();
      ColumnComparison.markDifferences(old[i], now[i], changed, count);
    }
    for (int from = 0; from < count; from += ColumnBatch.MAX_ROWS / 2) {
      int to = Math.min(count, from + ColumnBatch.MAX_ROWS / 2);
      emitRange(from, to, exists, changed, old, now, emission);
    }
  }

  private void emitRange(
      int from,
      int to,
      boolean[] exists,
      boolean[] changed,
      Column[] old,
      Column[] now,
      Emission emission) {
    int capacity = 2 * (to - from);
    int[] rows = new int[capacity];
    int[] rowSlots = new int[capacity];
    int[] weights = new int[capacity];
    long[] rowArrivals = new long[capacity];
    int size = 0;
    boolean insertOnly = true;
    for (int i = from; i < to; i++) {
      if (changed[i] && existed[i]) {
        rows[size] = i;
        rowSlots[size] = slots[i];
        rowArrivals[size] = arrivals[i];
        weights[size++] = -1;
        insertOnly = false;
      }
      if (changed[i] && exists[i]) {
        rows[size] = i;
        rowSlots[size] = slots[i];
        rowArrivals[size] = arrivals[i];
        weights[size++] = 1;
      }
    }
    if (size == 0) {
      return;
    }
    Column[] columns = new Column[keyCount + callCount];
    for (int i = 0; i < keyCount; i++) {
      ColumnBuilder builder = new ColumnBuilder(output.type(i), size);
      groups.table().appendKeys(i, rowSlots, 0, size, builder);
      columns[i] = builder.build();
    }
    for (int i = 0; i < callCount; i++) {
      columns[keyCount + i] =
          insertOnly ? now[i].gather(rows, size) : interleave(old[i], now[i], rows, weights, size);
    }
    emission.add(
        ColumnBatch.weighted(output, size, insertOnly ? ColumnBatch.NONE : weights, columns),
        rowArrivals);
  }

  private static Column interleave(Column old, Column now, int[] rows, int[] weights, int size) {
    ColumnBuilder builder = new ColumnBuilder(now.type(), size);
    for (int i = 0; i < size; i++) {
      builder.appendFrom(weights[i] < 0 ? old : now, rows[i]);
    }
    return builder.build();
  }
}
