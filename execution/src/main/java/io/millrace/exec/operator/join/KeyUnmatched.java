package io.millrace.exec.operator.join;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.SlotsByHash;
import io.millrace.plan.physical.JoinType;
import io.millrace.state.GroupRows;
import io.millrace.state.KeyedTable;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;

/**
 * Whether rows have a match, where equal keys are all that is asked: all rows of a key have one or
 * none has. The words of a key: what the rows of the left and of the right input weigh.
 *
 * <p>Of a key that had no match and has none, the new rows are given; of one that has lost its
 * match, all; of one that has found one, all that were there before are taken back.
 */
final class KeyUnmatched implements Unmatched {
  static final int WORDS = 2;

  private final JoinType type;
  private final boolean atEnd;
  private final JoinSide[] sides;
  private final KeyedTable keys;
  private final AddedRows[] added = {new AddedRows(), new AddedRows()};
  private final IntArrayList touched = new IntArrayList();
  private final LongArrayList arrivals = new LongArrayList();
  private final LongArrayList[] before = {new LongArrayList(), new LongArrayList()};
  private final GroupRows found = new GroupRows();
  private final int[] key = new int[1];
  private BatchTime time = new BatchTime(0, Long.MIN_VALUE, Long.MIN_VALUE, false);

  /** By slot: the number of the key among those touched in the batch. */
  private int[] numbers = {};

  private int[] rowNumbers = {};

  /**
   * @param atEnd whether rows are given once, at the end of bounded input
   */
  KeyUnmatched(JoinType type, boolean atEnd, JoinSide[] sides, KeyedTable keys) {
    this.type = type;
    this.atEnd = atEnd;
    this.sides = sides;
    this.keys = keys;
  }

  @Override
  public void begin(BatchTime batchTime) {
    time = batchTime;
    touched.clear();
    arrivals.clear();
    for (int side = 0; side < 2; side++) {
      before[side].clear();
      added[side].clear();
    }
  }

  @Override
  public void adding(int side, InputRows rows, int[] slots) {
    int[] positions = keys.touched();
    for (int i = 0; i < keys.touchedCount(); i++) {
      int slot = slots[positions[i]];
      if (slot >= numbers.length) {
        numbers = Arrays.copyOf(numbers, Math.max(slot + 1, 2 * numbers.length));
      }
      numbers[slot] = touched.size();
      touched.add(slot);
      arrivals.add(rows.arrival(positions[i]));
      before[0].add(weight(slot, 0));
      before[1].add(weight(slot, 1));
    }
    for (int i = 0; i < rows.count(); i++) {
      segment(slots[i])[at(slots[i]) + side] += rows.batch().weight(rows.rows()[i]);
    }
    if (type.keeps(side) && !atEnd) {
      if (rowNumbers.length < rows.count()) {
        rowNumbers = new int[Math.max(rows.count(), 2 * rowNumbers.length)];
      }
      for (int i = 0; i < rows.count(); i++) {
        rowNumbers[i] = numbers[slots[i]];
      }
      added[side].add(rows, rowNumbers);
    }
  }

  @Override
  public void matched(int side, ColumnBatch pairs, int[] pairRows, int count, Matches matches) {
    // Keys tell it all.
  }

  @Override
  public void finish(JoinOutput output) {
    if (atEnd) {
      if (time.endOfInput()) {
        giveAll(output);
      }
      return;
    }
    for (int side = 0; side < 2; side++) {
      if (type.keeps(side)) {
        finish(side, output);
      }
    }
  }

  private void finish(int side, JoinOutput output) {
    added[side].sort(touched.size());
    AloneRows rows = new AloneRows(side, output);
    for (int number = 0; number < touched.size(); number++) {
      boolean was = type.gives(before[1 - side].getLong(number));
      boolean is = type.gives(weight(touched.getInt(number), 1 - side));
      if (was != is) {
        giveKey(side, number, is ? 1 : -1, rows);
      }
      if (was) {
        // Taking back all that are there takes back too much by those that have just come.
        for (int i = added[side].start(number); i < added[side].start(number + 1); i++) {
          rows.add(
              added[side].batch(i),
              added[side].row(i),
              added[side].weight(i),
              arrivals.getLong(number));
        }
      }
    }
    rows.flush();
  }

  private void giveKey(int side, int number, int sign, AloneRows rows) {
    key[0] = touched.getInt(number);
    sides[side].find(key, 1, found);
    for (int i = 0; i < found.size(); i++) {
      rows.add(
          found.handles()[i],
          JoinOperator.product(sign, found.copies()[i]),
          arrivals.getLong(number));
    }
  }

  /** At the end of bounded input: the rows of all keys, in the order of the keys' hashes. */
  private void giveAll(JoinOutput output) {
    int[] all = SlotsByHash.of(keys);
    for (int side = 0; side < 2; side++) {
      if (type.keeps(side)) {
        giveAll(side, all, output);
      }
    }
  }

  private void giveAll(int side, int[] all, JoinOutput output) {
    AloneRows rows = new AloneRows(side, output);
    for (int slot : all) {
      key[0] = slot;
      if (type.gives(weight(key[0], 1 - side))) {
        sides[side].find(key, 1, found);
        for (int j = 0; j < found.size(); j++) {
          int weight = JoinOperator.product(1, found.copies()[j]);
          rows.add(found.handles()[j], weight, keys.hash(slot));
        }
      }
    }
    rows.flush();
  }

  private long weight(int slot, int side) {
    return segment(slot)[at(slot) + side];
  }

  private long[] segment(int slot) {
    return keys.segments()[slot >>> KeyedTable.SEGMENT_BITS];
  }

  private int at(int slot) {
    return (slot & KeyedTable.SEGMENT_MASK) * keys.width() + keys.stateOffset();
  }
}
