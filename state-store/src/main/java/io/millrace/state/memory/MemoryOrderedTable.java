package io.millrace.state.memory;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.DataType;
import io.millrace.state.EncodedKeys;
import io.millrace.state.GroupRows;
import io.millrace.state.KeyLayout;
import io.millrace.state.OrderedTable;
import io.millrace.state.SortOrder;
import io.millrace.state.format.v1.LongBytes;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ordered table on the heap. The words of a row's slot, which is its handle: group, columns,
 * weight. Slots are found and ordered by {@link SortedSlots} alone.
 */
final class MemoryOrderedTable implements OrderedTable, GroupedValues {
  /** The weight of a row that has just been removed, until its slot is used again. */
  private static final long GONE = Long.MIN_VALUE;

  /** So many rows of a group that is removed are logged one by one, and more as a group. */
  private static final int FEW_ROWS = 8;

  private static final long[] NO_HASHES = {};

  private final KeyLayout layout;
  private final int columnCount;
  private final int sortColumnCount;
  private final int weightWord;
  private final SlotWords rows;
  private final ByteArena arena = new ByteArena();
  private final KeyValues values;
  private final EncodedKeys keys;
  private final StoredRowOrder order;
  private final SortedSlots sorted;
  private final IntArrayList removed = new IntArrayList();

  /** What a durable store wants to know; nothing is noted while nobody does. */
  private @Nullable GroupedChangeLog changeLog;

  MemoryOrderedTable(List<DataType> types, List<SortOrder> orders) {
    List<DataType> columns = new ArrayList<>();
    columns.add(DataType.BIGINT.notNull());
    columns.addAll(types);
    this.layout = new KeyLayout(columns);
    this.columnCount = types.size();
    this.sortColumnCount = orders.size();
    this.weightWord = layout.width();
    this.rows = new SlotWords(layout.width() + 1);
    this.values = new KeyValues(layout, arena);
    this.keys = new EncodedKeys(layout);
    this.order = new StoredRowOrder(layout, orders, rows, arena, weightWord);
    this.sorted = new SortedSlots(order);
  }

  @Override
  public void add(
      int[] groups,
      ColumnBatch batch,
      int[] columns,
      int[] batchRows,
      int[] weights,
      int count,
      int[] handles) {
    if (columns.length != columnCount) {
      throw new IllegalArgumentException(columns.length + " columns of " + columnCount);
    }
    keys.encodeGrouped(groups, batch, columns, batchRows, count, NO_HASHES);
    GroupedChangeLog log = changeLog;
    for (int i = 0; i < count; i++) {
      order.probe(keys, i, columnCount);
      int row = sorted.find(groups[i]);
      if (row == SortedSlots.NONE) {
        row = create(keys, i, groups[i], weights[i]);
        if (log != null) {
          log.changes().created(row);
        }
      } else {
        setWeight(row, rows.word(row, weightWord) + weights[i]);
        if (log != null) {
          log.changes().touched(row);
        }
      }
      handles[i] = row;
    }
    removeZeros(handles, count);
  }

  @Override
  public void addWeights(int[] handles, int[] weights, int count) {
    for (int i = 0; i < count; i++) {
      int row = handles[i];
      long weight = rows.word(row, weightWord) + weights[i];
      if (weight == 0) {
        if (changeLog != null) {
          changeLog.removed(row);
        }
        remove(row);
        handles[i] = NONE;
        continue;
      }
      order.probe(row, columnCount);
      sorted.find(group(row));
      setWeight(row, weight);
      if (changeLog != null) {
        changeLog.changes().touched(row);
      }
    }
  }

  private int create(EncodedKeys source, int key, int group, long weight) {
    int row = rows.take();
    long[] segment = rows.segment(row);
    int at = rows.at(row);
    System.arraycopy(source.words(), key * layout.width(), segment, at, layout.width());
    values.adopt(segment, at, source);
    segment[at + weightWord] = weight;
    sorted.insert(group, row, Math.max(weight, 0));
    return row;
  }

  /** Sets the weight of a row just found. */
  private void setWeight(int row, long weight) {
    long before = order.weight(row);
    rows.setWord(row, weightWord, weight);
    sorted.changeWeight(before, order.weight(row));
  }

  /** Rows whose weight has come to 0 go; a row that occurs twice in the batch goes once. */
  private void removeZeros(int[] handles, int count) {
    for (int i = 0; i < count; i++) {
      long weight = rows.word(handles[i], weightWord);
      if (weight == 0) {
        if (changeLog != null) {
          changeLog.removed(handles[i]);
        }
        remove(handles[i]);
      }
      if (weight == 0 || weight == GONE) {
        handles[i] = NONE;
      }
    }
  }

  /** Removes a row from memory. */
  private void remove(int row) {
    int group = group(row);
    order.probe(row, columnCount);
    sorted.find(group);
    sorted.remove(group);
    release(row);
  }

  private void release(int row) {
    values.release(rows.segment(row), rows.at(row));
    rows.setWord(row, weightWord, GONE);
    rows.free(row);
  }

  @Override
  public void sizes(int[] groups, int count, long[] sizes) {
    for (int i = 0; i < count; i++) {
      sizes[i] = sorted.groupWeight(groups[i]);
    }
  }

  @Override
  public void weights(int[] handles, int count, long[] weights) {
    for (int i = 0; i < count; i++) {
      weights[i] = rows.word(handles[i], weightWord);
    }
  }

  @Override
  public void positions(int[] handles, Place place, int count, long[] positions) {
    int columns = place == Place.BEFORE_ROW ? columnCount : sortColumnCount;
    for (int i = 0; i < count; i++) {
      order.probe(handles[i], columns);
      positions[i] = weightBefore(group(handles[i]), columns, place == Place.BEHIND_PEERS);
    }
  }

  @Override
  public void search(
      int[] groups,
      ColumnBatch batch,
      int[] columns,
      int[] batchRows,
      boolean behind,
      int count,
      long[] positions) {
    encodeBounds(groups, batch, columns, batchRows, count);
    for (int i = 0; i < count; i++) {
      order.probe(keys, i, columns.length);
      positions[i] = weightBefore(groups[i], columns.length, behind);
    }
  }

  private void encodeBounds(
      int[] groups, ColumnBatch batch, int[] columns, int[] batchRows, int count) {
    if (columns.length == 0 || columns.length > columnCount) {
      throw new IllegalArgumentException(
          "a bound of " + columns.length + " columns for rows of " + columnCount);
    }
    keys.encodeGrouped(groups, batch, columns, batchRows, count, NO_HASHES);
  }

  private long weightBefore(int group, int columns, boolean behind) {
    if (columns == 0) {
      // all rows are alike
      return behind ? sorted.groupWeight(group) : 0;
    }
    return sorted.weightBefore(group, behind);
  }

  @Override
  public void select(int[] groups, long[] positions, int count, int[] handles) {
    for (int i = 0; i < count; i++) {
      handles[i] = sorted.slotAt(groups[i], positions[i]);
    }
  }

  @Override
  public void ranges(
      int[] groups, long[] from, long[] to, boolean backward, int count, GroupRows target) {
    target.clear();
    for (int i = 0; i < count; i++) {
      if (backward) {
        sorted.backward(groups[i], from[i], to[i], target);
      } else {
        sorted.forward(groups[i], from[i], to[i], target);
      }
      target.endRequest();
    }
  }

  @Override
  public void append(int column, int[] handles, int from, int to, ColumnBuilder target) {
    int stored = column + 1;
    DataType type = layout.type(stored);
    int word = layout.offset(stored);
    int first = target.rowCount() - from;
    for (int i = from; i < to; i++) {
      long[] segment = rows.segment(handles[i]);
      int at = rows.at(handles[i]);
      values.append(type, segment, at + word, target);
      if (type.nullable() && (segment[at + stored / Long.SIZE] >>> stored & 1) != 0) {
        target.setNull(first + i);
      }
    }
  }

  @Override
  public void removeBefore(
      int[] groups, ColumnBatch batch, int[] columns, int[] batchRows, int count) {
    encodeBounds(groups, batch, columns, batchRows, count);
    removed.clear();
    for (int i = 0; i < count; i++) {
      order.probe(keys, i, columns.length);
      sorted.removeBefore(groups[i], false, removed);
    }
    logAndRelease(false, 0);
  }

  @Override
  public void removeGroups(int[] groups, int from, int to) {
    for (int i = from; i < to; i++) {
      removed.clear();
      sorted.removeGroup(groups[i], removed);
      logAndRelease(removed.size() > FEW_ROWS, groups[i]);
    }
  }

  private void logAndRelease(boolean wholeGroup, int group) {
    GroupedChangeLog log = changeLog;
    if (log != null && wholeGroup) {
      log.removedGroup(group, removed);
    }
    for (int i = 0; i < removed.size(); i++) {
      if (log != null && !wholeGroup) {
        log.removed(removed.getInt(i));
      }
      release(removed.getInt(i));
    }
  }

  @Override
  public void dropGroup(int group) {
    removed.clear();
    sorted.removeGroup(group, removed);
    for (int i = 0; i < removed.size(); i++) {
      release(removed.getInt(i));
    }
  }

  @Override
  public void place(EncodedKeys placed, int[] slots, long[] weights, int[] entries) {
    for (int i = 0; i < placed.count(); i++) {
      int group = (int) placed.words()[i * layout.width() + layout.offset(0)];
      order.probe(placed, i, columnCount);
      slots[i] = sorted.find(group);
      if (slots[i] == SortedSlots.NONE) {
        slots[i] = create(placed, i, group, weights[entries[i]]);
      } else {
        setWeight(slots[i], weights[entries[i]]);
      }
    }
  }

  @Override
  public void dropValues(EncodedKeys gone, int[] slots) {
    for (int i = 0; i < gone.count(); i++) {
      int group = (int) gone.words()[i * layout.width() + layout.offset(0)];
      order.probe(gone, i, columnCount);
      slots[i] = sorted.find(group);
      if (slots[i] != SortedSlots.NONE) {
        sorted.remove(group);
        release(slots[i]);
      }
    }
  }

  @Override
  public void logChanges(GroupedChangeLog log) {
    changeLog = log;
  }

  @Override
  public KeyLayout layout() {
    return layout;
  }

  @Override
  public long[][] segments() {
    return rows.segments();
  }

  @Override
  public int width() {
    return rows.width();
  }

  @Override
  public int valueWord() {
    return weightWord;
  }

  @Override
  public LongBytes longBytes() {
    return arena;
  }

  @Override
  public int group(int slot) {
    return (int) rows.word(slot, layout.offset(0));
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public long memoryBytes() {
    long bytes = rows.memoryBytes() + arena.memoryBytes() + sorted.memoryBytes();
    return changeLog == null ? bytes : bytes + changeLog.memoryBytes();
  }
}
