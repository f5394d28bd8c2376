package io.millrace.exec.operator.over;

import io.millrace.api.batch.Column;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/** Rows of a partition that follow one another. */
final class Stretch {
  private final Partition partition;
  private final long first;
  private final long size;
  private final int[] handles;
  private long[] peersFrom = {};
  private long[] peersTo = {};
  private int[] firstPeers = {};

  Stretch(Partition partition, long first, long end) {
    this.partition = partition;
    this.first = first;
    this.size = partition.size();
    this.handles = partition.handles(first, end);
  }

  Partition partition() {
    return partition;
  }

  /** The position of the first row. */
  long first() {
    return first;
  }

  int count() {
    return handles.length;
  }

  /** The rows of the partition. */
  long size() {
    return size;
  }

  Column column(int column) {
    return partition.column(column, handles, handles.length);
  }

  /** The values of a column of some of the rows. */
  Column column(int column, int[] rows, int count) {
    int[] chosen = new int[count];
    for (int i = 0; i < count; i++) {
      chosen[i] = handles[rows[i]];
    }
    return partition.column(column, chosen, count);
  }

  /** Where the rows begin that are sorted like row i. */
  long peersFrom(int i) {
    findPeers();
    return peersFrom[i];
  }

  /** Where the rows end that are sorted like row i. */
  long peersTo(int i) {
    findPeers();
    return peersTo[i];
  }

  /** The first rows of those that are sorted alike. */
  int[] firstPeers() {
    findPeers();
    return firstPeers;
  }

  private void findPeers() {
    if (peersFrom.length > 0 || handles.length == 0) {
      return;
    }
    peersFrom = new long[handles.length];
    peersTo = new long[handles.length];
    IntArrayList firsts = new IntArrayList();
    int i = 0;
    while (i < handles.length) {
      firsts.add(i);
      long from = partition.peersFrom(handles[i]);
      long to = partition.peersTo(handles[i]);
      while (i < handles.length && first + i < to) {
        peersFrom[i] = from;
        peersTo[i++] = to;
      }
    }
    firstPeers = firsts.toIntArray();
  }
}
