package io.millrace.exec.operator.topn;

import io.millrace.plan.physical.TopN;
import io.millrace.state.OrderedTable;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * What changes of rows that are given with their numbers: a row that comes first changes the
 * numbers of all behind it, so what is given is compared as a whole, partition by partition.
 */
final class NumberChanges {
  private final TopN rule;
  private final TopNRows kept;
  private final Windows windows;
  private final Changes changes;
  private final WindowChanges window;

  // what was given, all partitions one behind the other
  private final IntArrayList handles = new IntArrayList();
  private final LongArrayList copies = new LongArrayList();
  private final LongArrayList numbers = new LongArrayList();
  private final IntArrayList ends = new IntArrayList();

  /** Handles that were removed, and the places of the rows in the batch. */
  private final Int2IntOpenHashMap gone = new Int2IntOpenHashMap();

  private final IntOpenHashSet created = new IntOpenHashSet();
  private final Long2LongOpenHashMap sums = new Long2LongOpenHashMap();

  NumberChanges(TopN rule, TopNRows kept, Windows windows, Changes changes, WindowChanges window) {
    this.rule = rule;
    this.kept = kept;
    this.windows = windows;
    this.changes = changes;
    this.window = window;
    gone.defaultReturnValue(-1);
  }

  /** Changes the rows, and gives what is given no more, then what is given now. */
  void give(GivenRows given) {
    Numbers numbered = new Numbers(rule, kept.rows(), windows);
    for (int start = 0; start < changes.count(); start = changes.end(start)) {
      remember(numbered, changes.partitions()[start], window.endBefore(start));
    }
    int[] before = window.handlesBefore();
    window.apply();
    for (int i = 0; i < changes.count(); i++) {
      if (before[i] == OrderedTable.NONE) {
        created.add(window.handle(i));
      } else if (window.handle(i) == OrderedTable.NONE) {
        gone.put(before[i], changes.rows()[i]);
      }
    }
    int partitions = 0;
    for (int start = 0; start < changes.count(); start = changes.end(start)) {
      compare(given, numbered, changes.partitions()[start], partitions++);
    }
  }

  private void remember(Numbers numbered, int partition, long end) {
    numbered.of(partition, end);
    for (int i = 0; i < numbered.size(); i++) {
      handles.add(numbered.handle(i));
      copies.add(numbered.copies(i));
      numbers.add(numbered.number(i));
    }
    ends.add(handles.size());
  }

  private void compare(GivenRows given, Numbers numbered, int partition, int place) {
    int from = place == 0 ? 0 : ends.getInt(place - 1);
    int to = ends.getInt(place);
    numbered.of(partition, windows.end(partition));
    sums.clear();
    for (int i = from; i < to; i++) {
      if (gone.get(handles.getInt(i)) < 0) {
        sums.addTo(key(handles.getInt(i), numbers.getLong(i)), -copies.getLong(i));
      }
    }
    for (int i = 0; i < numbered.size(); i++) {
      if (!created.contains(numbered.handle(i))) {
        sums.addTo(key(numbered.handle(i), numbered.number(i)), numbered.copies(i));
      }
    }
    for (int i = from; i < to; i++) {
      giveOld(given, partition, i);
    }
    for (int i = 0; i < numbered.size(); i++) {
      giveNew(given, partition, numbered, i);
    }
  }

  private void giveOld(GivenRows given, int partition, int i) {
    int handle = handles.getInt(i);
    int row = gone.get(handle);
    if (row >= 0) {
      given.ofBatch(partition, row, -copies.getLong(i), numbers.getLong(i));
      return;
    }
    long sum = sums.get(key(handle, numbers.getLong(i)));
    if (sum < 0) {
      given.kept(partition, handle, sum, numbers.getLong(i));
      sums.put(key(handle, numbers.getLong(i)), 0);
    }
  }

  private void giveNew(GivenRows given, int partition, Numbers numbered, int i) {
    int handle = numbered.handle(i);
    long number = numbered.number(i);
    if (created.contains(handle)) {
      given.kept(partition, handle, numbered.copies(i), number);
      return;
    }
    long sum = sums.get(key(handle, number));
    if (sum > 0) {
      given.kept(partition, handle, sum, number);
      sums.put(key(handle, number), 0);
    }
  }

  private static long key(int handle, long number) {
    return (long) handle << Integer.SIZE | number & 0xffff_ffffL;
  }
}
