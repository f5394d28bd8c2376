package io.millrace.exec.changelog;

import io.millrace.plan.physical.Ordering;
import io.millrace.plan.physical.Ordering.SortKey;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.List;

/** Sorts rows of a pool; rows that are equal in the sort keys keep their order. */
final class ReferenceOrder {
  private final List<SortKey> keys;

  ReferenceOrder(Ordering ordering) {
    this.keys = ordering.keys();
  }

  /** Sorts the first {@code size} references. */
  void sort(RowPool pool, long[] references, int size) {
    if (!keys.isEmpty()) {
      LongArrays.mergeSort(references, 0, size, (left, right) -> compare(pool, left, right));
    }
  }

  private int compare(RowPool pool, long left, long right) {
    for (SortKey key : keys) {
      boolean leftNull = pool.isNull(left, key.column());
      boolean rightNull = pool.isNull(right, key.column());
      if (leftNull != rightNull) {
        return leftNull == key.nullsFirst() ? -1 : 1;
      }
      int order = pool.compare(left, right, key.column());
      if (order != 0) {
        return key.descending() ? -order : order;
      }
    }
    return 0;
  }
}
