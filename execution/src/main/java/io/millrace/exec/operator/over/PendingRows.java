package io.millrace.exec.operator.over;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.exec.operator.InputRows;
import io.millrace.state.GroupRows;
import io.millrace.state.KeyedTable;
import io.millrace.state.OrderedTable;
import io.millrace.state.OrderedTable.Place;
import io.millrace.state.memory.MemoryStateTables;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The changes of a batch until its end, by partition, in the order of rows, each row once. What a
 * row's changes come to is kept beside the table, in which it weighs as often as it was changed.
 */
final class PendingRows {
  private final RowLayout layout;
  private final OrderedTable rows;
  private final GroupRows found = new GroupRows();
  private final int[] slot = new int[1];
  private final IntArrayList used = new IntArrayList();
  private long[] weights = {};
  private int[] handles = {};
  private int[] ones = {};

  PendingRows(RowLayout layout) {
    this.layout = layout;
    MemoryStateTables tables = new MemoryStateTables();
    KeyedTable none = tables.keyed("none", List.of(), 0, Optional.empty());
    this.rows = tables.ordered("rows", none, layout.types(), layout.orders());
  }

  /** Takes rows of partitions. */
  void add(InputRows input, int[] slots) {
    int count = input.count();
    if (handles.length < count) {
      handles = new int[Math.max(count, 2 * handles.length)];
      ones = new int[handles.length];
      Arrays.fill(ones, 1);
    }
    rows.add(slots, input.batch(), layout.columns(), input.rows(), ones, count, handles);
    for (int i = 0; i < count; i++) {
      int handle = handles[i];
      if (handle >= weights.length) {
        weights = Arrays.copyOf(weights, Math.max(handle + 1, 2 * weights.length));
      }
      used.add(handle);
      weights[handle] += input.batch().weight(input.rows()[i]);
    }
  }

  /** What changes in a partition that is as it was before the batch. */
  Changes of(Partition partition) {
    slot[0] = partition.slot();
    long[] size = new long[1];
    rows.sizes(slot, 1, size);
    rows.ranges(slot, new long[1], size, false, 1, found);
    int[] changed = new int[found.size()];
    int count = 0;
    for (int i = 0; i < changed.length; i++) {
      changed[count] = found.handles()[i];
      count += weights[changed[count]] != 0 ? 1 : 0;
    }
    ColumnBatch batch = batch(changed, count);
    long[] first = partition.search(batch, count, false);
    long[] before = partition.search(batch, count, true);
    int[] net = new int[count];
    boolean[] newPeers = new boolean[count];
    long[] peers = new long[count];
    rows.positions(changed, Place.BEFORE_PEERS, count, peers);
    for (int i = 0; i < count; i++) {
      before[i] -= first[i];
      // no row can go that is not there
      net[i] = Math.toIntExact(Math.max(weights[changed[i]], -before[i]));
      newPeers[i] = i == 0 || peers[i] != peers[i - 1];
    }
    return new Changes(batch, net, first, before, newPeers);
  }

  private ColumnBatch batch(int[] changed, int count) {
    Column[] columns = new Column[layout.schema().size()];
    for (int i = 0; i < columns.length; i++) {
      ColumnBuilder builder = new ColumnBuilder(layout.schema().type(i), count);
      rows.append(i, changed, 0, count, builder);
      columns[i] = builder.build();
    }
    return ColumnBatch.of(layout.schema(), count, columns);
  }

  /** Forgets the changes of a batch. */
  void clear(int[] slots, int count) {
    rows.removeGroups(slots, 0, count);
    for (int i = 0; i < used.size(); i++) {
      weights[used.getInt(i)] = 0;
    }
    used.clear();
  }

  /** The columns of rows, in order. */
  static int[] all(int count) {
    return IntStream.range(0, count).toArray();
  }
}
