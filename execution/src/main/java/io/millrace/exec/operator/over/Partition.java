package io.millrace.exec.operator.over;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.state.GroupRows;
import io.millrace.state.OrderedTable;
import io.millrace.state.OrderedTable.Place;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The rows of a partition, as they are now, by position. Set to one partition after the other; what
 * has been asked of one holds until its rows change.
 */
final class Partition {
  private final OrderedTable rows;
  private final Schema schema;
  private final GroupRows found = new GroupRows();
  private final int[] slot = new int[1];
  private final int[] oneHandle = new int[1];
  private final long[] onePosition = new long[1];
  private final long[] from = new long[1];
  private final long[] to = new long[1];
  private final int sortColumns;
  private long size;
  private long visited;

  Partition(OrderedTable rows, RowLayout layout) {
    this.rows = rows;
    this.schema = layout.schema();
    this.sortColumns = layout.orders().size();
  }

  /** Turns to a partition. */
  void set(int newSlot) {
    slot[0] = newSlot;
    rows.sizes(slot, 1, onePosition);
    size = onePosition[0];
  }

  int slot() {
    return slot[0];
  }

  /** How many rows it has. */
  long size() {
    return size;
  }

  /** How many rows have been looked at, of all partitions. */
  long visited() {
    return visited;
  }

  int sortColumns() {
    return sortColumns;
  }

  /** The columns that rows are sorted by. */
  Schema sortSchema() {
    return schema.project(IntStream.range(0, sortColumns).toArray());
  }

  DataType type(int column) {
    return schema.type(column);
  }

  /** The handles of the rows at positions that there are; a row has one position a copy. */
  int[] handles(long first, long end) {
    int count = Math.toIntExact(end - first);
    int[] handles = new int[count];
    from[0] = first;
    to[0] = end;
    rows.ranges(slot, from, to, false, 1, found);
    int at = 0;
    for (int i = 0; i < found.size(); i++) {
      int copies = Math.toIntExact(found.copies()[i]);
      Arrays.fill(handles, at, at + copies, found.handles()[i]);
      at += copies;
    }
    if (at != count) {
      throw new IllegalStateException(at + " rows of " + count);
    }
    visited += count;
    return handles;
  }

  /** The row at a position that there is. */
  int handle(long position) {
    onePosition[0] = position;
    rows.select(slot, onePosition, 1, oneHandle);
    visited++;
    return oneHandle[0];
  }

  /** The values of a column. */
  Column column(int column, int[] handles, int count) {
    ColumnBuilder builder = new ColumnBuilder(schema.type(column), count);
    rows.append(column, handles, 0, count, builder);
    return builder.build();
  }

  /** The values of a column at positions; NULL where the partition has no such position. */
  Column column(int column, long[] positions, int count, DataType type) {
    int[] handles = new int[count];
    int[] groups = new int[count];
    Arrays.fill(groups, slot[0]);
    rows.select(groups, positions, count, handles);
    visited += count;
    int any = OrderedTable.NONE;
    for (int i = 0; i < count && any == OrderedTable.NONE; i++) {
      any = handles[i];
    }
    ColumnBuilder builder = new ColumnBuilder(type, count);
    if (any == OrderedTable.NONE) {
      for (int i = 0; i < count; i++) {
        builder.appendNull();
      }
      return builder.build();
    }
    boolean[] missing = new boolean[count];
    for (int i = 0; i < count; i++) {
      missing[i] = handles[i] == OrderedTable.NONE;
      handles[i] = missing[i] ? any : handles[i];
    }
    rows.append(column, handles, 0, count, builder);
    for (int i = 0; i < count; i++) {
      if (missing[i]) {
        builder.setNull(i);
      }
    }
    return builder.build();
  }

  /** The position of the first row that is sorted like one. */
  long peersFrom(int handle) {
    oneHandle[0] = handle;
    rows.positions(oneHandle, Place.BEFORE_PEERS, 1, onePosition);
    return onePosition[0];
  }

  /** The position behind the last row that is sorted like one. */
  long peersTo(int handle) {
    oneHandle[0] = handle;
    rows.positions(oneHandle, Place.BEHIND_PEERS, 1, onePosition);
    return onePosition[0];
  }

  /**
   * How many rows are before bounds.
   *
   * @param bounds columns that rows begin with
   * @param count how many rows of the batch are bounds, from the first on
   * @param behind whether rows equal to a bound count too
   */
  long[] search(ColumnBatch bounds, int count, boolean behind) {
    long[] positions = new long[count];
    if (bounds.columnCount() == 0) {
      Arrays.fill(positions, behind ? size : 0);
      return positions;
    }
    int[] groups = new int[count];
    Arrays.fill(groups, slot[0]);
    int[] columns = IntStream.range(0, bounds.columnCount()).toArray();
    int[] all = IntStream.range(0, count).toArray();
    rows.search(groups, bounds, columns, all, behind, count, positions);
    return positions;
  }
}
