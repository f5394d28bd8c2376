package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.InputRows;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Rows and the groups they go to: entry i adds physical row {@code rows[i]} of the batch with
 * weight {@code weights[i]} to the group of slot {@code slots[i]}. Reused from batch to batch.
 * Arrivals are known where somebody needs them.
 */
final class Contributions {
  ColumnBatch batch = ColumnBatch.of(Schema.EMPTY, 0);
  int count;
  int[] rows = {};
  int[] slots = {};
  int[] weights = {};
  long[] arrivals = {};

  /** Takes over a selection of rows and their slots; weights come from the batch. */
  void set(ColumnBatch newBatch, int newCount, int[] newRows, int[] newSlots) {
    batch = newBatch;
    count = newCount;
    rows = newRows;
    slots = newSlots;
    if (weights.length < newCount) {
      weights = new int[newCount];
    }
    if (newBatch.isInsertOnly()) {
      Arrays.fill(weights, 0, newCount, 1);
    } else {
      int[] all = newBatch.weights();
      for (int i = 0; i < newCount; i++) {
        weights[i] = all[newRows[i]];
      }
    }
  }

  /** Notes when the rows arrived. */
  void setArrivals(InputRows input) {
    if (arrivals.length < count) {
      arrivals = new long[Math.max(count, ColumnBatch.MAX_ROWS)];
    }
    for (int i = 0; i < count; i++) {
      arrivals[i] = input.arrival(i);
    }
  }

  /** Lets the rows have arrived one after the other. */
  void setArrivals(long first) {
    if (arrivals.length < count) {
      arrivals = new long[Math.max(count, 2 * arrivals.length)];
    }
    for (int i = 0; i < count; i++) {
      arrivals[i] = first + i;
    }
  }

  /** Whether every row of a call counts, so that nothing need be selected. */
  private boolean allCount(List<Integer> arguments, OptionalInt filter) {
    if (filter.isPresent()) {
      return false;
    }
    for (int argument : arguments) {
      if (batch.column(argument).mayHaveNulls()) {
        return false;
      }
    }
    return true;
  }

  /**
   * The entries that count for a call: those whose filter is TRUE and whose arguments are not NULL.
   *
   * @param target is filled if not all count
   * @return this or the target
   */
  Contributions select(List<Integer> arguments, OptionalInt filter, Contributions target) {
    if (allCount(arguments, filter)) {
      return this;
    }
    target.reserve(this);
    for (int i = 0; i < count; i++) {
      target.rows[i] = i;
    }
    int kept = count;
    if (filter.isPresent()) {
      kept = keepTrue((BooleanColumn) batch.column(filter.getAsInt()), target.rows, kept);
    }
    for (int argument : arguments) {
      kept = keepValues(batch.column(argument), target.rows, kept);
    }
    for (int i = 0; i < kept; i++) {
      int from = target.rows[i];
      target.rows[i] = rows[from];
      target.slots[i] = slots[from];
      target.weights[i] = weights[from];
      if (arrivals.length > 0) {
        target.arrivals[i] = arrivals[from];
      }
    }
    target.count = kept;
    return target;
  }

  private int keepTrue(BooleanColumn filter, int[] entries, int entryCount) {
    byte[] values = filter.values();
    int kept = 0;
    for (int i = 0; i < entryCount; i++) {
      int row = rows[entries[i]];
      entries[kept] = entries[i];
      kept += values[row] != 0 && !filter.isNull(row) ? 1 : 0;
    }
    return kept;
  }

  private int keepValues(Column argument, int[] entries, int entryCount) {
    if (!argument.mayHaveNulls()) {
      return entryCount;
    }
    int kept = 0;
    for (int i = 0; i < entryCount; i++) {
      entries[kept] = entries[i];
      kept += argument.isNull(rows[entries[i]]) ? 0 : 1;
    }
    return kept;
  }

  /** Only the entries whose given weight is not 0, with that weight. */
  Contributions reweighted(int[] newWeights, Contributions target) {
    target.reserve(this);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      target.rows[kept] = rows[i];
      target.slots[kept] = slots[i];
      target.weights[kept] = newWeights[i];
      if (arrivals.length > 0) {
        target.arrivals[kept] = arrivals[i];
      }
      kept += newWeights[i] != 0 ? 1 : 0;
    }
    target.count = kept;
    return target;
  }

  /** Makes room for as many entries as the source has. */
  private void reserve(Contributions source) {
    batch = source.batch;
    if (rows.length < source.count) {
      rows = new int[source.count];
      slots = new int[source.count];
    }
    if (weights.length < source.count) {
      weights = new int[source.count];
    }
    if (source.arrivals.length > 0 && arrivals.length < source.count) {
      arrivals = new long[source.count];
    }
  }
}
