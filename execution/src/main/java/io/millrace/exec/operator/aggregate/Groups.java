package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.Counters;
import io.millrace.exec.operator.InputRows;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyedTable;
import io.millrace.state.StateTables;
import io.millrace.state.StateTables.KeyHorizon;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The groups of an aggregation and what is known of each. Words of a slot: arrival of its first
 * row, number of rows, then those of the calls.
 */
final class Groups {
  private static final int ARRIVAL = 0;
  private static final int ROWS = 1;
  private static final int OWN_WORDS = 2;

  private final KeyedTable table;
  private final EncodedKeys keys;
  private final int[] keyColumns;
  private final List<AggregateCall> calls;
  private final Accumulator[] accumulators;
  private final Contributions contributions = new Contributions();
  private final Contributions selected = new Contributions();
  private int[] slots = {};
  private int createdCount;

  Groups(AggregateSpec spec, StateTables tables) {
    Schema input = spec.input().output();
    this.keyColumns = spec.keys().stream().mapToInt(Integer::intValue).toArray();
    this.calls = spec.calls();
    AccumulatorFactory factory = new AccumulatorFactory(input, spec.insertOnly());
    int words = OWN_WORDS;
    for (AggregateCall call : calls) {
      words += factory.words(call);
    }
    List<DataType> keyTypes = new ArrayList<>();
    for (int column : keyColumns) {
      keyTypes.add(input.type(column));
    }
    Optional<KeyHorizon> horizon =
        spec.horizon()
            .map(
                h ->
                    new KeyHorizon(
                        keyPosition(spec, h.column()), h.unitMicros(), h.offsetMicros()));
    this.table = tables.keyed("groups", keyTypes, words, horizon);
    this.keys = new EncodedKeys(table.layout());
    this.accumulators = new Accumulator[calls.size()];
    int offset = table.stateOffset() + OWN_WORDS;
    for (int i = 0; i < accumulators.length; i++) {
      AggregateCall call = calls.get(i);
      accumulators[i] = factory.create(call, "call " + i, table, offset, tables);
      offset += factory.words(call);
    }
  }

  private static int keyPosition(AggregateSpec spec, int column) {
    int position = spec.keys().indexOf(column);
    if (position < 0) {
      throw new IllegalStateException("the horizon of " + spec.id() + " is no key");
    }
    return position;
  }

  KeyedTable table() {
    return table;
  }

  /** The slots of rows, making groups for keys that are new. */
  int[] find(InputRows input) {
    if (slots.length < input.count()) {
      slots = new int[Math.max(input.count(), ColumnBatch.MAX_ROWS)];
    }
    keys.encode(input.batch(), keyColumns, input.rows(), input.count(), input.hashes());
    createdCount = table.upsert(keys, slots);
    int[] created = table.created();
    for (int i = 0; i < createdCount; i++) {
      int slot = slots[created[i]];
      segment(slot)[at(slot) + ARRIVAL] = input.arrival(created[i]);
    }
    return slots;
  }

  /** The positions of the rows that {@link #find} has made groups for, ascending. */
  int[] created() {
    return table.created();
  }

  int createdCount() {
    return createdCount;
  }

  /** Makes the one group of an aggregation without keys; its slot. */
  int createGlobal() {
    int[] slot = new int[1];
    table.upsert(Counters.onlyKey(table), slot);
    return slot[0];
  }

  /** Adds rows to their groups. */
  void update(InputRows input, int[] rowSlots) {
    contributions.set(input.batch(), input.count(), input.rows(), rowSlots);
    countRows();
    for (int i = 0; i < accumulators.length; i++) {
      AggregateCall call = calls.get(i);
      accumulators[i].update(contributions.select(call.arguments(), call.filter(), selected));
    }
  }

  private void countRows() {
    long[][] segments = table.segments();
    int width = table.width();
    int word = table.stateOffset() + ROWS;
    for (int i = 0; i < contributions.count; i++) {
      int slot = contributions.slots[i];
      segments[slot >>> KeyedTable.SEGMENT_BITS][(slot & KeyedTable.SEGMENT_MASK) * width + word] +=
          contributions.weights[i];
    }
  }

  long rows(int slot) {
    return segment(slot)[at(slot) + ROWS];
  }

  long arrival(int slot) {
    return segment(slot)[at(slot) + ARRIVAL];
  }

  void appendResults(int call, int[] groupSlots, int from, int to, ColumnBuilder target) {
    accumulators[call].appendResults(groupSlots, from, to, target);
  }

  /** Forgets groups. */
  void remove(int[] groupSlots, int from, int to) {
    for (Accumulator accumulator : accumulators) {
      accumulator.removeGroups(groupSlots, from, to);
    }
    table.remove(groupSlots, from, to);
  }

  /** Heap beside the tables. */
  long memoryBytes() {
    long bytes = 0;
    for (Accumulator accumulator : accumulators) {
      bytes += accumulator.memoryBytes();
    }
    return bytes;
  }

  private long[] segment(int slot) {
    return table.segments()[slot >>> KeyedTable.SEGMENT_BITS];
  }

  private int at(int slot) {
    return (slot & KeyedTable.SEGMENT_MASK) * table.width() + table.stateOffset();
  }
}
