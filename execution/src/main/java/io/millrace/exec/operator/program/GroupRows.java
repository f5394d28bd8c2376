package io.millrace.exec.operator.program;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.operator.InputRows;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that have come, by the slot of their key: slots in the order of their first rows, the rows
 * of a slot in the order in which they came. The batches are kept, not copied.
 */
final class GroupRows {
  static final int NONE = -1;
  private static final int LEAST_GROUPS = 64;

  private final List<ColumnBatch> batches = new ArrayList<>();
  private final Int2IntOpenHashMap groups = new Int2IntOpenHashMap();

  // One element a group.
  private final IntArrayList slots = new IntArrayList();
  private final LongArrayList arrivals = new LongArrayList();
  private final IntArrayList firsts = new IntArrayList();
  private final IntArrayList lasts = new IntArrayList();

  // One element a row.
  private final IntArrayList batchOf = new IntArrayList();
  private final IntArrayList rowOf = new IntArrayList();
  private final IntArrayList nextOf = new IntArrayList();

  GroupRows() {
    groups.defaultReturnValue(NONE);
  }

  /**
   * Adds rows.
   *
   * @param rowSlots the slot of the key of each row
   */
  void add(InputRows input, int[] rowSlots) {
    int batch = batches.size();
    batches.add(input.batch());
    for (int i = 0; i < input.count(); i++) {
      int entry = rowOf.size();
      batchOf.add(batch);
      rowOf.add(input.rows()[i]);
      nextOf.add(NONE);
      int group = groups.get(rowSlots[i]);
      if (group == NONE) {
        groups.put(rowSlots[i], slots.size());
        slots.add(rowSlots[i]);
        arrivals.add(input.arrival(i));
        firsts.add(entry);
        lasts.add(entry);
      } else {
        nextOf.set(lasts.getInt(group), entry);
        lasts.set(group, entry);
      }
    }
  }

  /** Whether a key has rows. */
  boolean has(int slot) {
    return groups.containsKey(slot);
  }

  /** How many groups have rows. */
  int groupCount() {
    return slots.size();
  }

  int slot(int group) {
    return slots.getInt(group);
  }

  /** The place of its first row in the order of arrival. */
  long arrival(int group) {
    return arrivals.getLong(group);
  }

  /** The first row of a group, as the calls below take it. */
  int first(int group) {
    return firsts.getInt(group);
  }

  /** The row behind one in its group; {@link #NONE} behind the last. */
  int next(int entry) {
    return nextOf.getInt(entry);
  }

  ColumnBatch batch(int entry) {
    return batches.get(batchOf.getInt(entry));
  }

  /** The physical row in its batch. */
  int row(int entry) {
    return rowOf.getInt(entry);
  }

  void clear() {
    batches.clear();
    groups.clear();
    groups.trim(LEAST_GROUPS);
    slots.clear();
    arrivals.clear();
    firsts.clear();
    lasts.clear();
    batchOf.clear();
    rowOf.clear();
    nextOf.clear();
  }
}
