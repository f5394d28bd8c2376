package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The groups touched in a batch, in the order of their first row, with the results they had before.
 * Gives what has changed.
 *
 * <p>Groups are handled in pieces whose rows fill a batch, each column in one go.
 */
final class GroupChanges {
  private static final int FIRST_CAPACITY = 64;

  private final Groups groups;
  private final Schema output;
  private final int keyCount;
  private final int callCount;
  private final ChangedRows changed;
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
    this.changed = new ChangedRows(spec);
    this.groupsStay = spec.insertOnly() || spec.keys().isEmpty();
    this.remembers = changed.remembers();
    this.pieceSize = changed.pieceSize();
    this.before = new ColumnBuilder[callCount];
    for (int i = 0; i < callCount; i++) {
      before[i] = new ColumnBuilder(output.type(keyCount + i), FIRST_CAPACITY);
    }
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
        existed[i] = groups.hasRows(slots[i]);
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
      changed.emit(piece(from, Math.min(count, from + pieceSize)), emission);
    }
    piecesBefore.clear();
  }

  private ChangedRows.Piece piece(int from, int to) {
    boolean[] exists = new boolean[to - from];
    for (int i = 0; i < exists.length; i++) {
      exists[i] = groupsStay || groups.hasRows(slots[from + i]);
    }
    return new ChangedRows.Piece(
        from,
        existed,
        arrivals,
        exists,
        remembers ? piecesBefore.get(from / pieceSize) : new Column[0],
        resultsOf(from, to),
        (key, indexes, size) -> keyColumn(key, from, indexes, size));
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

  private Column keyColumn(int key, int from, int[] indexes, int size) {
    int[] rowSlots = new int[size];
    for (int i = 0; i < size; i++) {
      rowSlots[i] = slots[from + indexes[i]];
    }
    ColumnBuilder builder = new ColumnBuilder(output.type(key), size);
    groups.table().appendKeys(key, rowSlots, 0, size, builder);
    return builder.build();
  }
}
