package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.Counters;
import io.millrace.exec.operator.InputRows;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyHashing;
import io.millrace.state.KeyLayout;
import io.millrace.state.KeyedTable;
import io.millrace.state.SlotExtension;
import io.millrace.state.StateField;
import io.millrace.state.StateTables;
import io.millrace.state.StateTables.KeyHorizon;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The groups of an aggregation and what is known of each. Words of a slot: arrival of its first row
 * and number of rows, if they matter, then those of the calls. A table always has some word,
 * because only then it tells which groups a batch touches.
 */
final class Groups {
  private static final int NONE = -1;

  /** What a table of groups is for. */
  enum Use {
    /** Groups whose rows change as they do. */
    CHANGES,
    /** Groups whose rows are given in the order of their first rows. */
    FINAL,
    /** Parts and wholes, which are there as long as they have rows. */
    PARTS
  }

  private final KeyedTable table;
  private final EncodedKeys keys;
  private final int[] keyColumns;
  private final List<AggregateCall> calls;
  private final Accumulator[] accumulators;
  private final boolean needsArrivals;
  private final List<List<Integer>> skipping;
  private final int arrivalWord;
  private final int rowsWord;
  private final Contributions contributions = new Contributions();
  private final Contributions selected = new Contributions();
  private int[] slots = {};
  private long[] hashes = {};
  private int createdCount;

  /** The groups of an aggregation whose rows come once for each group. */
  Groups(AggregateSpec spec, StateTables tables) {
    this(
        spec,
        tables,
        spec.emission() == OperatorSpec.Emission.FINAL ? Use.FINAL : Use.CHANGES,
        spec.keys().stream().mapToInt(Integer::intValue).toArray(),
        new KeyLayout(spec.keys().stream().map(spec.input().output()::type).toList()),
        spec.horizon()
            .map(
                h ->
                    new KeyHorizon(
                        keyPosition(spec, h.column()), h.unitMicros(), h.offsetMicros())));
    table.letLeave();
  }

  /**
   * Groups of other keys than those of the aggregation.
   *
   * @param keyColumns the columns of the input that the first columns of a key come from
   */
  Groups(
      AggregateSpec spec,
      StateTables tables,
      Use use,
      int[] keyColumns,
      KeyLayout layout,
      Optional<KeyHorizon> horizon) {
    this.keyColumns = keyColumns;
    this.calls = spec.calls();
    this.skipping = calls.stream().map(Groups::skipping).toList();
    AccumulatorFactory factory = new AccumulatorFactory(spec.input().output(), spec.insertOnly());
    int callWords = calls.stream().mapToInt(factory::words).sum();
    boolean counted =
        use == Use.PARTS
            || !spec.insertOnly()
            || callWords == 0
            || calls.stream().anyMatch(factory::countsRows);
    int ownWords = (use == Use.CHANGES ? 0 : 1) + (counted ? 1 : 0);
    List<StateField> fields = new ArrayList<>();
    if (use != Use.CHANGES) {
      fields.add(new StateField("arrival", 1));
    }
    if (counted) {
      fields.add(new StateField("rows", 1));
    }
    for (int i = 0; i < calls.size(); i++) {
      fields.add(new StateField("call " + i, factory.words(calls.get(i))));
    }
    this.table = tables.keyed("groups", layout, fields, horizon);
    int first = table.stateOffset();
    this.arrivalWord = use == Use.CHANGES ? NONE : first;
    this.rowsWord = counted ? first + ownWords - 1 : NONE;
    this.keys = new EncodedKeys(table.layout());
    this.accumulators = new Accumulator[calls.size()];
    int offset = first + ownWords;
    for (int i = 0; i < accumulators.length; i++) {
      AggregateCall call = calls.get(i);
      accumulators[i] =
          factory.countsRows(call)
              ? new RowCount(table, rowsWord)
              : factory.create(call, "call " + i, table, offset, tables);
      offset += factory.words(call);
    }
    this.needsArrivals = Arrays.stream(accumulators).anyMatch(Accumulator::needsArrivals);
  }

  /** The arguments that a row does not count without. */
  static List<Integer> skipping(AggregateCall call) {
    if (call.detail().keepsNulls()) {
      return call.arguments().subList(1, call.arguments().size());
    }
    if (call.user().isEmpty() || call.distinct()) {
      return call.arguments();
    }
    List<Integer> skipping = new ArrayList<>();
    for (int i = 0; i < call.arguments().size(); i++) {
      if (call.user().get().code().skipsNull(i)) {
        skipping.add(call.arguments().get(i));
      }
    }
    return skipping;
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
    reserveSlots(input.count());
    keys.encode(input.batch(), keyColumns, input.rows(), input.count(), input.hashes());
    return findKeys(input);
  }

  private void reserveSlots(int count) {
    if (slots.length < count) {
      slots = new int[Math.max(count, ColumnBatch.MAX_ROWS)];
    }
  }

  /**
   * The slots of slices of rows, which are the last column of the key.
   *
   * @param starts of the slice of each row
   */
  int[] findSlices(InputRows input, long[] starts) {
    reserveSlots(input.count());
    if (hashes.length < input.count()) {
      hashes = new long[slots.length];
    }
    for (int i = 0; i < input.count(); i++) {
      hashes[i] = KeyHashing.within(input.hashes()[i], starts[i]);
    }
    keys.encode(input.batch(), keyColumns, input.rows(), input.count(), hashes);
    long[] words = keys.words();
    int width = table.layout().width();
    for (int i = 0, at = table.layout().offset(keyColumns.length); i < input.count(); i++) {
      words[at] = starts[i];
      at += width;
    }
    return findKeys(input);
  }

  private int[] findKeys(InputRows input) {
    createdCount = table.upsert(keys, slots);
    int[] created = table.created();
    for (int i = 0; i < createdCount && arrivalWord != NONE; i++) {
      int slot = slots[created[i]];
      segment(slot)[at(slot) + arrivalWord] = input.arrival(created[i]);
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
    if (needsArrivals) {
      contributions.setArrivals(input);
    }
    if (rowsWord != NONE) {
      countRows();
    }
    for (int i = 0; i < accumulators.length; i++) {
      AggregateCall call = calls.get(i);
      accumulators[i].update(contributions.select(skipping.get(i), call.filter(), selected));
    }
  }

  private void countRows() {
    long[][] segments = table.segments();
    int width = table.width();
    int word = rowsWord;
    for (int i = 0; i < contributions.count; i++) {
      int slot = contributions.slots[i];
      segments[slot >>> KeyedTable.SEGMENT_BITS][(slot & KeyedTable.SEGMENT_MASK) * width + word] +=
          contributions.weights[i];
    }
  }

  /** Whether a group has rows; where none can go, it has had one since it was made. */
  boolean hasRows(int slot) {
    return rowsWord == NONE || segment(slot)[at(slot) + rowsWord] > 0;
  }

  /** Whether a group has lost its last row. */
  boolean isEmpty(int slot) {
    return segment(slot)[at(slot) + rowsWord] == 0;
  }

  long arrival(int slot) {
    return segment(slot)[at(slot) + arrivalWord];
  }

  /** The rows of groups: their keys, and the results of the calls. */
  ColumnBatch rows(Schema output, int keyCount, int[] groupSlots, int from, int to) {
    Column[] columns = new Column[output.size()];
    for (int i = 0; i < columns.length; i++) {
      ColumnBuilder builder = new ColumnBuilder(output.type(i), to - from);
      if (i < keyCount) {
        table.appendKeys(i, groupSlots, from, to, builder);
      } else {
        appendResults(i - keyCount, groupSlots, from, to, builder);
      }
      columns[i] = builder.build();
    }
    return ColumnBatch.of(output, to - from, columns);
  }

  void appendResults(int call, int[] groupSlots, int from, int to, ColumnBuilder target) {
    accumulators[call].appendResults(groupSlots, from, to, target);
  }

  /**
   * Adds what is known of parts to wholes, as {@link Accumulator#merge} says. The arrival of a
   * whole is that of its first part.
   */
  void merge(Groups source, Merges merges) {
    mergeRows(source, merges);
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i].merge(source.accumulators[i], merges.from, merges.to, merges.count);
    }
  }

  /** Adds numbers of rows only, and arrivals. */
  void mergeRows(Groups source, Merges merges) {
    for (int i = 0; i < merges.count; i++) {
      int part = merges.from[i];
      Groups groups = part < 0 ? this : source;
      int slot = part < 0 ? ~part : part;
      long[] from = groups.segment(slot);
      int fromAt = groups.at(slot);
      long[] to = segment(merges.to[i]);
      int toAt = at(merges.to[i]);
      to[toAt + arrivalWord] = Math.min(to[toAt + arrivalWord], from[fromAt + groups.arrivalWord]);
      to[toAt + rowsWord] += from[fromAt + groups.rowsWord];
    }
  }

  /** Makes groups what they were before their first row, with an arrival behind all others. */
  void clear(int from, int to) {
    int stateOffset = table.stateOffset();
    int words = table.width() - stateOffset;
    for (int slot = from; slot < to; slot++) {
      int at = at(slot);
      Arrays.fill(segment(slot), at + stateOffset, at + stateOffset + words, 0);
      segment(slot)[at + arrivalWord] = Long.MAX_VALUE;
    }
    for (Accumulator accumulator : accumulators) {
      if (accumulator instanceof SlotExtension extension) {
        for (int slot = from; slot < to; slot++) {
          extension.release(slot);
        }
      }
    }
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
    return (slot & KeyedTable.SEGMENT_MASK) * table.width();
  }
}
