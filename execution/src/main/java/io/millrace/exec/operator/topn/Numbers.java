package io.millrace.exec.operator.topn;

import io.millrace.plan.physical.TopN;
import io.millrace.state.GroupRows;
import io.millrace.state.OrderedTable;
import io.millrace.state.OrderedTable.Place;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/** The rows of a partition that are given, with their numbers where there are any. */
final class Numbers {
  private final TopN rule;
  private final OrderedTable rows;
  private final Windows windows;
  private final GroupRows found = new GroupRows();
  private final IntArrayList handles = new IntArrayList();
  private final LongArrayList copies = new LongArrayList();
  private final LongArrayList numbers = new LongArrayList();
  private final int[] one = new int[1];
  private final long[] from = new long[1];
  private final long[] to = new long[1];
  private long[] peers = {};

  Numbers(TopN rule, OrderedTable rows, Windows windows) {
    this.rule = rule;
    this.rows = rows;
    this.windows = windows;
  }

  /** Finds the rows of a partition up to a position. */
  void of(int partition, long end) {
    handles.clear();
    copies.clear();
    numbers.clear();
    one[0] = partition;
    from[0] = windows.start();
    to[0] = end;
    rows.ranges(one, from, to, false, 1, found);
    if (!rule.numbered()) {
      for (int i = 0; i < found.size(); i++) {
        add(found.handles()[i], found.copies()[i], 0);
      }
      return;
    }
    switch (rule.counting()) {
      case ROWS -> byRow();
      case RANK -> byPeers(false);
      case DENSE_RANK -> byPeers(true);
    }
  }

  /** Every copy of a row has its own number. */
  private void byRow() {
    long number = windows.start();
    for (int i = 0; i < found.size(); i++) {
      for (long copy = 0; copy < found.copies()[i]; copy++) {
        add(found.handles()[i], 1, ++number);
      }
    }
  }

  private void byPeers(boolean dense) {
    int count = found.size();
    if (peers.length < count) {
      peers = new long[Math.max(count, 2 * peers.length)];
    }
    rows.positions(found.handles(), Place.BEFORE_PEERS, count, peers);
    long number = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || peers[i] != peers[i - 1]) {
        number = dense ? number + 1 : peers[i] + 1;
      }
      add(found.handles()[i], found.copies()[i], number);
    }
  }

  private void add(int handle, long count, long number) {
    handles.add(handle);
    copies.add(count);
    numbers.add(number);
  }

  int size() {
    return handles.size();
  }

  int handle(int i) {
    return handles.getInt(i);
  }

  long copies(int i) {
    return copies.getLong(i);
  }

  long number(int i) {
    return numbers.getLong(i);
  }
}
