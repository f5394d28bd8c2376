package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.Emission;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;

/** Gives the rows of groups that will not change any more: by horizon, then by first arrival. */
final class FinalGroups {
  private final Groups groups;
  private final Schema output;
  private final int keyCount;

  FinalGroups(AggregateSpec spec, Groups groups) {
    this.groups = groups;
    this.output = spec.output();
    this.keyCount = spec.keys().size();
  }

  /** Gives the groups that have rows. */
  void emit(IntArrayList slots, boolean global, Emission emission) {
    int[] present = new int[slots.size()];
    int count = 0;
    boolean sorted = true;
    for (int i = 0; i < present.length; i++) {
      int slot = slots.getInt(i);
      if (global || groups.hasRows(slot)) {
        sorted &= count == 0 || compare(present[count - 1], slot) <= 0;
        present[count++] = slot;
      }
    }
    if (!sorted) {
      IntArrays.mergeSort(present, 0, count, this::compare);
    }
    for (int from = 0; from < count; from += ColumnBatch.MAX_ROWS) {
      emitRange(present, from, Math.min(count, from + ColumnBatch.MAX_ROWS), emission);
    }
  }

  private int compare(int left, int right) {
    int horizons = Long.compare(groups.table().horizon(left), groups.table().horizon(right));
    return horizons != 0 ? horizons : Long.compare(groups.arrival(left), groups.arrival(right));
  }

  private void emitRange(int[] slots, int from, int to, Emission emission) {
    int size = to - from;
    long[] horizons = new long[size];
    long[] arrivals = new long[size];
    for (int i = 0; i < size; i++) {
      horizons[i] = groups.table().horizon(slots[from + i]);
      arrivals[i] = groups.arrival(slots[from + i]);
    }
    emission.add(groups.rows(output, keyCount, slots, from, to), horizons, arrivals);
  }
}
