package io.millrace.exec.operator.topn;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.state.GroupRows;
import io.millrace.state.OrderedTable;
import java.util.stream.IntStream;

/**
 * What changes of the rows that are given, when a partition's rows change.
 *
 * <p>Between two rows that change lie rows that do not: all of them move by the same number of
 * positions, by what the changes before them weigh. Of such a run there enter and leave only those
 * that cross one of the two ends of what is given, and these are found by their positions:
 *
 * <pre>
 *   given, before     [ a b c d e ]                 x is inserted behind b
 *   given, behind     [ a b x c d ] e               the run "a b" moves by 0, "c d e f …" by 1: e leaves
 * </pre>
 */
final class WindowChanges {
  private final TopNRows kept;
  private final Windows windows;
  private final ColumnBatch batch;
  private final Changes changes;
  private final int count;

  /** By change: the positions before and behind the row, as it was. */
  private final long[] from;

  private final long[] to;

  /** By change: how often the row is there afterwards. */
  private final long[] copies;

  private final int[] handles;

  /** By change that is the first one of its partition: what the partition weighed, and the end. */
  private final long[] sizes;

  private final long[] endsBefore;

  private final int[] one = new int[1];
  private final long[] first = new long[1];
  private final long[] last = new long[1];
  private final GroupRows found = new GroupRows();

  WindowChanges(TopNRows kept, Windows windows, ColumnBatch batch, Changes changes) {
    this.kept = kept;
    this.windows = windows;
    this.batch = batch;
    this.changes = changes;
    this.count = changes.count();
    this.from = new long[count];
    this.to = new long[count];
    this.copies = new long[count];
    this.handles = new int[count];
    this.sizes = new long[count];
    this.endsBefore = new long[count];
    OrderedTable rows = kept.rows();
    int[] columns = columns();
    int[] partitions = changes.partitions();
    rows.search(partitions, batch, columns, changes.rows(), false, count, from);
    rows.search(partitions, batch, columns, changes.rows(), true, count, to);
    rows.sizes(partitions, count, sizes);
    for (int i = 0; i < count; i++) {
      endsBefore[i] =
          i > 0 && partitions[i] == partitions[i - 1]
              ? endsBefore[i - 1]
              : windows.end(partitions[i]);
    }
  }

  private int[] columns() {
    return IntStream.range(0, kept.schema().size()).toArray();
  }

  /** Changes the rows. */
  void apply() {
    OrderedTable rows = kept.rows();
    rows.add(
        changes.partitions(), batch, columns(), changes.rows(), changes.weights(), count, handles);
    long[] weight = new long[1];
    for (int i = 0; i < count; i++) {
      if (handles[i] != OrderedTable.NONE) {
        one[0] = handles[i];
        rows.weights(one, 1, weight);
        copies[i] = Math.max(0, weight[0]);
      }
    }
  }

  /** How often the row of a change was there. */
  long copiesBefore(int change) {
    return to[change] - from[change];
  }

  long endBefore(int change) {
    return endsBefore[change];
  }

  /** The row of a change as it is kept; {@link OrderedTable#NONE} if it is gone. */
  int handle(int change) {
    return handles[change];
  }

  /** Gives what leaves, then what enters. */
  void give(GivenRows given) {
    int start = 0;
    while (start < count) {
      int end = changes.end(start);
      long endBehind = windows.end(changes.partitions()[start]);
      give(given, start, end, endBehind, false);
      give(given, start, end, endBehind, true);
      start = end;
    }
  }

  /**
   * Gives what leaves or what enters a partition.
   *
   * @param endBehind the end of what is given now
   */
  private void give(GivenRows given, int start, int end, long endBehind, boolean enters) {
    int partition = changes.partitions()[start];
    long endBefore = endsBefore[start];
    long shift = 0;
    long at = 0;
    for (int i = start; i < end; i++) {
      run(given, partition, at, from[i], shift, endBefore, endBehind, enters);
      long was = within(from[i], to[i], endBefore);
      long is = within(from[i] + shift, from[i] + shift + copies[i], endBehind);
      if (enters ? is > was : is < was) {
        given.ofBatch(partition, changes.rows()[i], is - was, 0);
      }
      shift += copies[i] - copiesBefore(i);
      at = to[i];
    }
    run(given, partition, at, sizes[start], shift, endBefore, endBehind, enters);
  }

  /** How many positions of a range are given. */
  private long within(long rangeFrom, long rangeTo, long end) {
    return Math.max(0, Math.min(rangeTo, end) - Math.max(rangeFrom, windows.start()));
  }

  /** Gives what leaves or enters of rows that were at a range of positions and have moved. */
  private void run(
      GivenRows given,
      int partition,
      long rangeFrom,
      long rangeTo,
      long shift,
      long endBefore,
      long endBehind,
      boolean enters) {
    // in positions as they were
    long wasFrom = Math.max(rangeFrom, windows.start());
    long wasTo = Math.min(rangeTo, endBefore);
    long isFrom = Math.max(rangeFrom, windows.start() - shift);
    long isTo = Math.min(rangeTo, endBehind - shift);
    if (enters) {
      difference(given, partition, isFrom, isTo, wasFrom, wasTo, shift, 1);
    } else {
      difference(given, partition, wasFrom, wasTo, isFrom, isTo, shift, -1);
    }
  }

  /** Gives the rows of one range that are not in the other. */
  private void difference(
      GivenRows given,
      int partition,
      long rangeFrom,
      long rangeTo,
      long otherFrom,
      long otherTo,
      long shift,
      int sign) {
    if (rangeFrom >= rangeTo) {
      return;
    }
    if (otherFrom >= otherTo) {
      range(given, partition, rangeFrom + shift, rangeTo + shift, sign);
      return;
    }
    range(given, partition, rangeFrom + shift, Math.min(rangeTo, otherFrom) + shift, sign);
    range(given, partition, Math.max(rangeFrom, otherTo) + shift, rangeTo + shift, sign);
  }

  private void range(GivenRows given, int partition, long rangeFrom, long rangeTo, int sign) {
    if (rangeFrom >= rangeTo) {
      return;
    }
    one[0] = partition;
    first[0] = rangeFrom;
    last[0] = rangeTo;
    kept.rows().ranges(one, first, last, false, 1, found);
    for (int i = 0; i < found.size(); i++) {
      given.kept(partition, found.handles()[i], sign * found.copies()[i], 0);
    }
  }

  /** The rows of the changes as they were kept; NONE for those that were not there. */
  int[] handlesBefore() {
    int[] before = new int[count];
    kept.rows().select(changes.partitions(), from, count, before);
    for (int i = 0; i < count; i++) {
      if (copiesBefore(i) == 0) {
        before[i] = OrderedTable.NONE;
      }
    }
    return before;
  }
}
