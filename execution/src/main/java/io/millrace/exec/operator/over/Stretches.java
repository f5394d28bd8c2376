package io.millrace.exec.operator.over;

import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.stream.IntStream;

/** Ranges of positions; one that is empty still is at a place. */
final class Stretches {
  private final LongArrayList from = new LongArrayList();
  private final LongArrayList to = new LongArrayList();

  /** Adds a range, if it does not end before it begins. */
  void add(long first, long end) {
    if (first <= end) {
      from.add(first);
      to.add(end);
    }
  }

  int count() {
    return from.size();
  }

  long from(int i) {
    return from.getLong(i);
  }

  long to(int i) {
    return to.getLong(i);
  }

  /** The same positions, below a size, in order; ranges that touch are one. */
  Stretches merged(long size) {
    int[] order = IntStream.range(0, count()).toArray();
    IntArrays.quickSort(order, (a, b) -> Long.compare(from.getLong(a), from.getLong(b)));
    Stretches merged = new Stretches();
    for (int i : order) {
      long first = Math.max(0, from(i));
      long end = Math.min(size, to(i));
      int last = merged.count() - 1;
      if (last >= 0 && first <= merged.to(last)) {
        merged.to.set(last, Math.max(merged.to(last), end));
      } else {
        merged.add(first, end);
      }
    }
    return merged;
  }
}
