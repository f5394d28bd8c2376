package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.LateRows;
import io.millrace.exec.operator.StateCount;
import io.millrace.exec.operator.StatefulOperator;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.state.StateTables;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * GROUP BY: the integral of its output is the aggregation of the integral of its accepted input,
 * for FINAL emission only of groups that are final. A group is there while its number of rows is
 * positive; without keys there is one, always.
 */
public final class AggregateOperator implements StatefulOperator {
  private final Schema output;
  private final int keyCount;
  private final boolean global;
  private final boolean changes;
  private final boolean countsZeros;
  private final Groups groups;
  private final GroupChanges groupChanges;
  private final FinalGroups finalGroups;
  private final Optional<LateRows> lateRows;
  private final StateTables tables;
  private final Emission emission = new Emission();
  private final IntArrayList touched = new IntArrayList();
  private final IntArrayList leaving = new IntArrayList();

  private BatchTime time = new BatchTime(0, Long.MIN_VALUE, Long.MIN_VALUE, false);
  private long updated;
  private long removed;
  private long updateNanos;
  private long removalNanos;

  public AggregateOperator(AggregateSpec spec, StateTables tables) {
    this.output = spec.output();
    this.keyCount = spec.keys().size();
    this.global = spec.keys().isEmpty();
    this.changes = spec.emission() != OperatorSpec.Emission.FINAL;
    this.countsZeros = !spec.insertOnly();
    this.groups = new Groups(spec, tables);
    this.groupChanges = new GroupChanges(spec, groups);
    this.finalGroups = new FinalGroups(spec, groups);
    this.lateRows = spec.horizon().map(LateRows::new);
    this.tables = tables;
  }

  @Override
  public void begin(BatchTime batchTime) {
    time = batchTime;
    tables.beginBatch();
    updated = 0;
    removed = 0;
    updateNanos = 0;
    removalNanos = 0;
    touched.clear();
    groupChanges.begin();
    lateRows.ifPresent(LateRows::begin);
    if (global && groups.table().size() == 0) {
      int slot = groups.createGlobal();
      if (changes) {
        groupChanges.addNew(slot, 0);
      }
    }
  }

  @Override
  public void giveAll() {
    IntArrayList slots = new IntArrayList();
    groups.table().allSlots(slots);
    boolean newGlobal = global && groupChanges.count() > 0;
    int[] present = new int[slots.size()];
    int count = 0;
    for (int i = 0; i < present.length && !newGlobal; i++) {
      if (global || groups.hasRows(slots.getInt(i))) {
        present[count++] = slots.getInt(i);
      }
    }
    for (int from = 0; from < count; from += ColumnBatch.MAX_ROWS) {
      int to = Math.min(count, from + ColumnBatch.MAX_ROWS);
      ColumnBatch rows = groups.rows(output, keyCount, present, from, to);
      emission.add(rows, LongStream.range(from, to).toArray());
    }
  }

  @Override
  public void process(InputRows input) {
    long start = System.nanoTime();
    InputRows accepted = lateRows.isPresent() ? lateRows.get().accept(input, time) : input;
    if (accepted.count() > 0) {
      int[] slots = groups.find(accepted);
      noteTouched(accepted, slots);
      groups.update(accepted, slots);
    }
    updateNanos += System.nanoTime() - start;
  }

  /** Notes groups that this batch has not touched before, with the row they have until now. */
  private void noteTouched(InputRows input, int[] slots) {
    int[] positions = groups.table().touched();
    int count = groups.table().touchedCount();
    updated += count;
    if (changes) {
      groupChanges.add(input, positions, count, slots, global);
    } else if (countsZeros) {
      for (int i = 0; i < count; i++) {
        touched.add(slots[positions[i]]);
      }
    }
  }

  @Override
  public void finish() {
    long start = System.nanoTime();
    if (changes) {
      groupChanges.emit(emission);
      if (countsZeros) {
        touched.addElements(0, groupChanges.slots(), 0, groupChanges.count());
      }
    } else {
      emitFinal();
    }
    long middle = System.nanoTime();
    removeLeaving();
    updateNanos += middle - start;
    removalNanos += System.nanoTime() - middle;
  }

  private void emitFinal() {
    if (time.endOfInput()) {
      leaving.clear();
      groups.table().allSlots(leaving);
      finalGroups.emit(leaving, global, emission);
    } else if (time.expires()) {
      leaving.clear();
      groups.table().takeExpired(time.watermark(), leaving);
      finalGroups.emit(leaving, global, emission);
    }
  }

  private void removeLeaving() {
    if (global) {
      return;
    }
    if (changes) {
      leaving.clear();
    }
    removeEmpty();
    if (changes && time.expires() && !time.endOfInput()) {
      groups.table().takeExpired(time.watermark(), leaving);
    }
    groups.remove(leaving.elements(), 0, leaving.size());
    removed += leaving.size();
    leaving.clear();
  }

  /** Groups that lost their last row go; those that are final go anyway. */
  private void removeEmpty() {
    if (!countsZeros || !changes && time.endOfInput()) {
      return;
    }
    int[] slots = touched.elements();
    int count = 0;
    for (int i = 0; i < touched.size(); i++) {
      boolean stays = changes || !time.expires() || isAfterWatermark(slots[i]);
      if (groups.isEmpty(slots[i]) && stays) {
        slots[count++] = slots[i];
      }
    }
    groups.remove(slots, 0, count);
    removed += count;
    touched.clear();
  }

  private boolean isAfterWatermark(int slot) {
    return groups.table().horizon(slot) > time.watermark();
  }

  @Override
  public boolean keepsInput() {
    return false;
  }

  @Override
  public Emission emission() {
    return emission;
  }

  @Override
  public long rowsTotal() {
    return groups.table().size();
  }

  @Override
  public StateCount count() {
    return new StateCount(
        rowsTotal(),
        updated,
        removed,
        lateRows.isPresent() ? lateRows.get().dropped() : 0,
        updateNanos,
        removalNanos,
        tables.memoryBytes() + groups.memoryBytes());
  }
}
