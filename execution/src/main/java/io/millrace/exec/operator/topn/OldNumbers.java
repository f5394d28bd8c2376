package io.millrace.exec.operator.topn;

import io.millrace.state.GroupRows;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/**
 * What partitions had given before a batch, with numbers: the rows that stay keep their order, so
 * that what has come is found by going through the old and the new ones side by side.
 */
final class OldNumbers {
  private final IntArrayList handles = new IntArrayList();

  /** By row: its place among those that are gone, + 1; 0 if it is still there. */
  private final IntArrayList lost = new IntArrayList();

  /** By partition: where its rows end. */
  private final IntArrayList ends = new IntArrayList();

  void clear() {
    handles.clear();
    lost.clear();
    ends.clear();
  }

  /** Adds the rows of partitions, each copy of a row for itself. */
  void add(GroupRows given, int count) {
    for (int request = 0; request < count; request++) {
      for (int i = given.start(request); i < given.end(request); i++) {
        for (long copy = 0; copy < given.copies()[i]; copy++) {
          handles.add(given.handles()[i]);
          lost.add(0);
        }
      }
      ends.add(handles.size());
    }
  }

  private int start(int place) {
    return place == 0 ? 0 : ends.getInt(place - 1);
  }

  /** Copies of a row go, the last ones. */
  void lose(int place, int handle, int copies, int goneRow) {
    int left = copies;
    for (int i = ends.getInt(place) - 1; left > 0 && i >= start(place); i--) {
      if (handles.getInt(i) == handle && lost.getInt(i) == 0) {
        lost.set(i, goneRow + 1);
        left--;
      }
    }
  }

  /**
   * Gives what a partition gives no more, then what it gives now.
   *
   * @param place of the partition
   * @param request the one of those that were found which has its rows
   */
  void compare(int place, int partition, GroupRows found, int request, GivenRows given) {
    walk(place, partition, found, request, given, false);
    walk(place, partition, found, request, given, true);
  }

  private void walk(
      int place, int partition, GroupRows found, int request, GivenRows given, boolean enters) {
    int end = ends.getInt(place);
    int at = skipLost(start(place), end, place, partition, given, enters);
    long number = 0;
    for (int i = found.start(request); i < found.end(request); i++) {
      int handle = found.handles()[i];
      for (long copy = 0; copy < found.copies()[i]; copy++) {
        number++;
        boolean stays = at < end && handles.getInt(at) == handle;
        long before = at - start(place) + 1L;
        if (enters && (!stays || before != number)) {
          given.kept(partition, handle, 1, number);
        } else if (!enters && stays && before != number) {
          given.kept(partition, handle, -1, before);
        }
        if (stays) {
          at = skipLost(at + 1, end, place, partition, given, enters);
        }
      }
    }
  }

  /** The next row that is still there; gives those before it that are gone. */
  private int skipLost(
      int from, int end, int place, int partition, GivenRows given, boolean enters) {
    int at = from;
    while (at < end && lost.getInt(at) > 0) {
      if (!enters) {
        given.ofBatch(partition, lost.getInt(at) - 1, -1, at - start(place) + 1L);
      }
      at++;
    }
    return at;
  }
}
