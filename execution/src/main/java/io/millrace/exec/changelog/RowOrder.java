package io.millrace.exec.changelog;

import io.millrace.plan.physical.Ordering;
import io.millrace.plan.physical.Ordering.SortKey;
import java.util.List;

/** Sorts rows of a pool; rows that are equal in the sort keys keep their order. */
final class RowOrder {
  private static final int SMALL = 7;

  private final List<SortKey> keys;

  RowOrder(Ordering ordering) {
    this.keys = ordering.keys();
  }

  /** Sorts the first {@code size} references. */
  void sort(RowPool pool, long[] references, int size) {
    if (!keys.isEmpty() && size > 1) {
      sort(pool, references, references.clone(), 0, size);
    }
  }

  /** Merge sort of {@code [from, to)} of the target, which the source holds too. */
  private void sort(RowPool pool, long[] target, long[] source, int from, int to) {
    if (to - from <= SMALL) {
      insertionSort(pool, target, from, to);
      return;
    }
    int middle = from + to >>> 1;
    sort(pool, source, target, from, middle);
    sort(pool, source, target, middle, to);
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      boolean takeLeft =
          right >= to || left < middle && compare(pool, source[left], source[right]) <= 0;
      target[i] = takeLeft ? source[left++] : source[right++];
    }
  }

  private void insertionSort(RowPool pool, long[] references, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long moved = references[i];
      int place = i;
      while (place > from && compare(pool, references[place - 1], moved) > 0) {
        references[place] = references[place - 1];
        place--;
      }
      references[place] = moved;
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
