package io.millrace.connector.memory;

import io.millrace.api.batch.ColumnBatch;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Finds rows of a store by some of their columns: an open hash table of ids, beside it for each row
 * the next one with the same values. The values stay in the store.
 */
final class KeyIndex {
  private static final int LEAST = 16;

  private final RowStore rows;
  private final int[] columns;
  private final LongMap next = new LongMap();

  /** The id plus one; 0 where there is none. */
  private long[] heads = new long[LEAST];

  private int[] hashes = new int[LEAST];
  private int size;

  KeyIndex(RowStore rows, List<Integer> columns) {
    this.rows = rows;
    this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
  }

  boolean isBy(List<Integer> others) {
    return Arrays.equals(columns, others.stream().mapToInt(Integer::intValue).toArray());
  }

  int[] columns() {
    return columns;
  }

  /** A row with these values, −1 if there is none. */
  long find(ColumnBatch batch, int row) {
    int slot = slot(batch, row, RowValues.hash(batch, row, columns));
    return heads[slot] - 1;
  }

  /** All rows with these values. */
  void each(ColumnBatch batch, int row, LongConsumer action) {
    for (long id = find(batch, row); id >= 0; id = next.get(id)) {
      action.accept(id);
    }
  }

  /** Adds a row of the store, in front of others with the same values. */
  void add(long id, ColumnBatch batch, int row) {
    if (2 * (size + 1) > heads.length) {
      grow();
    }
    int hash = RowValues.hash(batch, row, columns);
    int slot = slot(batch, row, hash);
    if (heads[slot] == 0) {
      size++;
    } else {
      next.put(id, heads[slot] - 1);
    }
    heads[slot] = id + 1;
    hashes[slot] = hash;
  }

  /** Removes a row, which is still to be found in the store. */
  void remove(long id) {
    Segment segment = rows.segmentOf(id);
    ColumnBatch batch = segment.rows();
    int row = segment.rowOf(id);
    int slot = slot(batch, row, RowValues.hash(batch, row, columns));
    long head = heads[slot] - 1;
    if (head == id) {
      long behind = next.size() == 0 ? -1 : next.remove(id);
      heads[slot] = behind + 1;
      if (behind < 0) {
        free(slot);
      }
      return;
    }
    long before = head;
    while (next.get(before) != id) {
      before = next.get(before);
      if (before < 0) {
        throw new IllegalStateException("row " + id + " is not in the index");
      }
    }
    long behind = next.remove(id);
    if (behind < 0) {
      next.remove(before);
    } else {
      next.put(before, behind);
    }
  }

  void clear() {
    heads = new long[LEAST];
    hashes = new int[LEAST];
    size = 0;
    next.clear();
  }

  /** The slot that holds these values, or the free one that would. */
  private int slot(ColumnBatch batch, int row, int hash) {
    int mask = heads.length - 1;
    int slot = hash & mask;
    while (heads[slot] != 0 && !(hashes[slot] == hash && holds(slot, batch, row))) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean holds(int slot, ColumnBatch batch, int row) {
    long id = heads[slot] - 1;
    Segment segment = rows.segmentOf(id);
    return RowValues.equal(segment.rows(), segment.rowOf(id), batch, row, columns);
  }

  private void free(int freed) {
    size--;
    int mask = heads.length - 1;
    int hole = freed;
    for (int slot = (hole + 1) & mask; heads[slot] != 0; slot = (slot + 1) & mask) {
      int ideal = hashes[slot] & mask;
      if (((slot - ideal) & mask) >= ((slot - hole) & mask)) {
        heads[hole] = heads[slot];
        hashes[hole] = hashes[slot];
        hole = slot;
      }
    }
    heads[hole] = 0;
  }

  private void grow() {
    long[] oldHeads = heads;
    int[] oldHashes = hashes;
    heads = new long[2 * oldHeads.length];
    hashes = new int[heads.length];
    int mask = heads.length - 1;
    for (int i = 0; i < oldHeads.length; i++) {
      if (oldHeads[i] != 0) {
        int slot = oldHashes[i] & mask;
        while (heads[slot] != 0) {
          slot = (slot + 1) & mask;
        }
        heads[slot] = oldHeads[i];
        hashes[slot] = oldHashes[i];
      }
    }
  }
}
