package io.millrace.exec.operator.topn;

import io.millrace.state.GroupRows;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/** What partitions had given before a batch, with numbers; they never give less. */
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
   * Gives, number by number, the row that had it and the one that has it now, if these differ.
   *
   * @param place of the partition
   * @param request the one of those that were found which has its rows
   */
  void compare(int place, int partition, GroupRows found, int request, GivenRows given) {
    int first = start(place);
    int at = first;
    int end = ends.getInt(place);
    for (int i = found.start(request); i < found.end(request); i++) {
      int handle = found.handles()[i];
      for (long copy = 0; copy < found.copies()[i]; copy++) {
        long number = at - first + 1L;
        boolean stays = at < end && handles.getInt(at) == handle && lost.getInt(at) == 0;
        if (!stays) {
          if (at < end) {
            giveOld(at, partition, number, given);
          }
          given.kept(partition, handle, 1, number);
        }
        at++;
      }
    }
  }

  private void giveOld(int at, int partition, long number, GivenRows given) {
    if (lost.getInt(at) > 0) {
      given.ofBatch(partition, lost.getInt(at) - 1, -1, number);
    } else {
      given.kept(partition, handles.getInt(at), -1, number);
    }
  }
}
