package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The groups touched in a batch, in the order of their first row, with the results they had before.
 * Gives the old row −1 and the new row +1 of each group whose row is really another one, or only
 * the new row if that is all anybody wants.
 *
 * <p>Groups are handled in pieces whose rows fill a batch, each column in one go.
 */
final class GroupChanges {
  private static final int FIRST_CAPACITY = 64;

  private final Groups groups;
  private final Schema output;
  private final int keyCount;
  private final int callCount;
  private final boolean upserts;
  private final boolean groupsStay;
  private final boolean remembers;
  private final int pieceSize;
  private final ColumnBuilder[] before;
  private final List<Column[]> piecesBefore = new ArrayList<>();
  private int[] slots = new int[FIRST_CAPACITY];
  private long[] arrivals = new long[FIRST_CAPACITY];
  private boolean[] existed = new boolean[FIRST_CAPACITY];
  private int count;
  private int remembered;

  GroupChanges(AggregateSpec spec, Groups groups) {
    this.groups = groups;
    this.output = spec.output();
    this.keyCount = spec.keys().size();
    this.callCount = spec.calls().size();
    this.upserts = spec.emission() == OperatorSpec.Emission.UPSERTS;
    this.groupsStay = spec.insertOnly() || spec.keys().isEmpty();
    this.remembers = !upserts || !everyRowChangesIts(spec);
    this.pieceSize = upserts ? ColumnBatch.MAX_ROWS : ColumnBatch.MAX_ROWS / 2;
    this.before = new ColumnBuilder[callCount];
    for (int i = 0; i < callCount; i++) {
      before[i] = new ColumnBuilder(output.type(keyCount + i), FIRST_CAPACITY);
    }
  }

  /** Whether a group that is touched has another row for sure: one that counts all of its rows. */
  private static boolean everyRowChangesIts(AggregateSpec spec) {
    Schema input = spec.input().output();
    for (AggregateCall call : spec.calls()) {
      boolean countsAll =
          call.function() == AggregateFunction.COUNT
              && !call.distinct()
              && call.filter().isEmpty()
              && call.arguments().stream().noneMatch(column -> input.type(column).nullable());
      if (countsAll && spec.insertOnly()) {
        return true;
      }
    }
    return false;
  }

  void begin() {
    count = 0;
    remembered = 0;
    piecesBefore.clear();
  }

  int[] slots() {
    return slots;
  }

  int count() {
    return count;
  }

  /** Notes the groups of some rows before their first change in the batch, and their results. */
  void add(InputRows input, int[] positions, int positionCount, int[] rowSlots, boolean global) {
    reserve(positionCount);
    for (int i = 0; i < positionCount; i++) {
      slots[count + i] = rowSlots[positions[i]];
      arrivals[count + i] = input.arrival(positions[i]);
    }
    if (global) {
      Arrays.fill(existed, count, count + positionCount, true);
    } else if (groupsStay) {
      noteNew(positions, positionCount);
    } else {
      for (int i = count; i < count + positionCount; i++) {
        existed[i] = groups.rows(slots[i]) > 0;
      }
    }
    count += positionCount;
    rememberRows();
  }

  /** Where groups never lose their last row, those that were not made just now have one. */
  private void noteNew(int[] positions, int positionCount) {
    Arrays.fill(existed, count, count + positionCount, true);
    int[] created = groups.created();
    int next = 0;
    for (int i = 0; i < positionCount && next < groups.createdCount(); i++) {
      if (positions[i] == created[next]) {
        existed[count + i] = false;
        next++;
      }
    }
  }

  /** Notes a group that has had no row so far. */
  void addNew(int slot, long arrival) {
    reserve(1);
    slots[count] = slot;
    arrivals[count] = arrival;
    existed[count++] = false;
    rememberRows();
  }

  private void reserve(int more) {
    if (count + more > slots.length) {
      int capacity = Math.max(2 * slots.length, count + more);
      slots = Arrays.copyOf(slots, capacity);
      arrivals = Arrays.copyOf(arrivals, capacity);
      existed = Arrays.copyOf(existed, capacity);
    }
  }

  /** Keeps the results of groups noted since the last call, before they change. */
  private void rememberRows() {
    while (remembers && remembered < count) {
      int to = Math.min(count, remembered - remembered % pieceSize + pieceSize);
      for (int i = 0; i < callCount; i++) {
        groups.appendResults(i, slots, remembered, to, before[i]);
      }
      remembered = to;
      if (remembered % pieceSize == 0) {
        endPiece();
      }
    }
  }

  private void endPiece() {
    Column[] columns = new Column[callCount];
    for (int i = 0; i < callCount; i++) {
      columns[i] = before[i].build();
    }
    piecesBefore.add(columns);
  }

  /** Gives what has changed. */
  void emit(Emission emission) {
    if (remembered % pieceSize != 0) {
      endPiece();
    }
    for (int from = 0; from < count; from += pieceSize) {
      int to = Math.min(count, from + pieceSize);
      if (upserts) {
        emitUpserts(from, to, emission);
      } else {
        emitPairs(from, to, emission);
      }
    }
    piecesBefore.clear();
  }

  private Column[] resultsOf(int from, int to) {
    Column[] results = new Column[callCount];
    for (int i = 0; i < callCount; i++) {
      ColumnBuilder builder = new ColumnBuilder(output.type(keyCount + i), to - from);
      groups.appendResults(i, slots, from, to, builder);
      results[i] = builder.build();
    }
    return results;
  }

  /** Marks the groups of a piece whose results are not what they were. */
  private void markDifferences(int from, Column[] now, boolean[] changed) {
    Column[] old = piecesBefore.get(from / pieceSize);
    for (int i = 0; i < callCount; i++) {
      ColumnComparison.markDifferences(old[i], now[i], changed, changed.length);
    }
  }

  /** Which groups of a piece have another row now. */
  private int[] changedOf(int from, int to, Column[] now) {
    int size = to - from;
    boolean[] changed = new boolean[size];
    for (int i = 0; i < size; i++) {
      changed[i] = !remembers || !existed[from + i];
    }
    if (remembers) {
      markDifferences(from, now, changed);
    }
    int[] rows = new int[size];
    int rowCount = 0;
    for (int i = 0; i < size; i++) {
      rows[rowCount] = i;
      rowCount += changed[i] ? 1 : 0;
    }
    return rowCount == size ? rows : Arrays.copyOf(rows, rowCount);
  }

  private void emitUpserts(int from, int to, Emission emission) {
    Column[] results = resultsOf(from, to);
    int[] rows = changedOf(from, to, results);
    int size = rows.length;
    for (int i = 0; i < callCount && size < to - from; i++) {
      results[i] = results[i].gather(rows, size);
    }
    int[] rowSlots = new int[size];
    int[] weights = new int[size];
    long[] rowArrivals = new long[size];
    boolean insertOnly = true;
    for (int i = 0; i < size; i++) {
      int group = from + rows[i];
      rowSlots[i] = slots[group];
      weights[i] = existed[group] ? 0 : 1;
      rowArrivals[i] = arrivals[group];
      insertOnly &= !existed[group];
    }
    emit(rowSlots, size, insertOnly ? ColumnBatch.NONE : weights, results, rowArrivals, emission);
  }

  private void emitPairs(int from, int to, Emission emission) {
    Column[] now = resultsOf(from, to);
    int size = to - from;
    boolean[] exists = new boolean[size];
    boolean[] changed = new boolean[size];
    for (int i = 0; i < size; i++) {
      exists[i] = groupsStay || groups.rows(slots[from + i]) > 0;
      changed[i] = exists[i] != existed[from + i];
    }
    markDifferences(from, now, changed);
    int[] rows = new int[2 * size];
    int[] weights = new int[2 * size];
    int rowCount = 0;
    boolean insertOnly = true;
    for (int i = 0; i < size; i++) {
      if (changed[i] && existed[from + i]) {
        rows[rowCount] = i;
        weights[rowCount++] = -1;
        insertOnly = false;
      }
      if (changed[i] && exists[i]) {
        rows[rowCount] = i;
        weights[rowCount++] = 1;
      }
    }
    int[] rowSlots = new int[rowCount];
    long[] rowArrivals = new long[rowCount];
    for (int i = 0; i < rowCount; i++) {
      rowSlots[i] = slots[from + rows[i]];
      rowArrivals[i] = arrivals[from + rows[i]];
    }
    Column[] old = piecesBefore.get(from / pieceSize);
    Column[] results = new Column[callCount];
    for (int i = 0; i < callCount; i++) {
      results[i] =
          insertOnly
              ? now[i].gather(rows, rowCount)
              : ColumnPairs.interleave(old[i], now[i], rows, weights, rowCount);
    }
    emit(
        rowSlots,
        rowCount,
        insertOnly ? ColumnBatch.NONE : weights,
        results,
        rowArrivals,
        emission);
  }

  private void emit(
      int[] rowSlots,
      int size,
      int[] weights,
      Column[] results,
      long[] rowArrivals,
      Emission emission) {
    if (size == 0) {
      return;
    }
    Column[] columns = new Column[keyCount + callCount];
    for (int i = 0; i < keyCount; i++) {
      ColumnBuilder builder = new ColumnBuilder(output.type(i), size);
      groups.table().appendKeys(i, rowSlots, 0, size, builder);
      columns[i] = builder.build();
    }
    System.arraycopy(results, 0, columns, keyCount, callCount);
    emission.add(ColumnBatch.weighted(output, size, weights, columns), rowArrivals);
  }
}
