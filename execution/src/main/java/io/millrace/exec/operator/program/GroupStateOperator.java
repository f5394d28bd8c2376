package io.millrace.exec.operator.program;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.function.FlatMapGroupsWithStateFunction;
import io.millrace.api.function.MapFunction;
import io.millrace.api.state.GroupStateCell;
import io.millrace.api.state.GroupStateTimeout;
import io.millrace.api.table.program.GroupProgram;
import io.millrace.api.types.Schema;
import io.millrace.exec.codec.RowDecoder;
import io.millrace.exec.codec.StateCodec;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.LateRows;
import io.millrace.exec.operator.SlotBytes;
import io.millrace.exec.operator.StateCount;
import io.millrace.exec.operator.StatefulOperator;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.GroupStateSpec;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyHashing;
import io.millrace.state.KeyedTable;
import io.millrace.state.StateTables;
import io.millrace.state.TimerTable;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Calls a program's function once a batch for each key with new rows, in the order in which keys
 * came, and then for each key whose timeout is due, the oldest first. Over input that ends it calls
 * it once for each key, with all rows, at the end.
 *
 * <p>Table {@code groups}: the key, beside it the bytes of its state and, if its rows are taken
 * back, of the rows it gave last; {@code timeouts}: when it is due, in milliseconds. A key of which
 * nothing is left to remember is removed.
 */
public final class GroupStateOperator implements StatefulOperator {
  private static final long MICROS_PER_MILLI = 1_000;

  /** The one timer of a key. */
  private static final long TIMEOUT = 0;

  /** Rows of keys that have a state and no values stand before all others. */
  private static final long BEFORE_ROWS = -2;

  /** Rows of keys that have some stand before those of timeouts, whose times are not negative. */
  private static final long BEFORE_TIMEOUTS = -1;

  private final String method;
  private final FlatMapGroupsWithStateFunction<Object, Object, Object, Object> function;
  private final GroupStateTimeout timeout;
  private final boolean atEnd;
  private final boolean takesRowsBack;
  private final int[] keyColumns;
  private final int[] tableColumns;
  private final Schema keySchema;
  private final StateTables tables;
  private final KeyedTable table;
  private final EncodedKeys keys;
  private final Optional<TimerTable> timers;
  private final SlotBytes states = new SlotBytes();
  private final SlotBytes given = new SlotBytes();
  private final Optional<StateCodec> stateCodec;
  private final Optional<LateRows> lateRows;
  private final GroupStateCell<Object> cell;
  private final GroupRows rows = new GroupRows();
  private final GroupValues values;
  private final RowDecoder keyOfInput;
  private final RowDecoder keyOfTable;
  private final GroupOutput output;
  private final Optional<InitialRows> initial;

  // What the calls of this batch were for and asked for.
  private final IntArrayList called = new IntArrayList();
  private final LongArrayList dueTimes = new LongArrayList();

  private BatchTime time = new BatchTime(0, Long.MIN_VALUE, Long.MIN_VALUE, false);
  private int[] slots = {};
  private long updated;
  private long removed;
  private long updateNanos;
  private long removalNanos;

  public GroupStateOperator(GroupStateSpec spec, StateTables tables) {
    GroupProgram program = spec.program();
    Schema input = spec.input().output();
    this.method = program.kind().method();
    this.function = program.function();
    this.timeout = program.timeout();
    this.atEnd = spec.emission() == OperatorSpec.Emission.FINAL;
    this.takesRowsBack = spec.takesRowsBack();
    this.keyColumns = spec.keys().stream().mapToInt(Integer::intValue).toArray();
    this.tableColumns = IntStream.range(0, keyColumns.length).toArray();
    this.keySchema = input.project(keyColumns);
    this.tables = tables;
    this.table =
        tables.keyed(
            "groups", IntStream.of(keyColumns).mapToObj(input::type).toList(), 0, Optional.empty());
    table.extend(states);
    if (takesRowsBack) {
      table.extend(given);
    }
    if (!atEnd) {
      table.letLeave();
    }
    this.keys = new EncodedKeys(table.layout());
    this.timers =
        timeout == GroupStateTimeout.NO_TIMEOUT || atEnd
            ? Optional.empty()
            : Optional.of(tables.timers("timeouts", table));
    this.stateCodec = program.state().map(StateCodec::new);
    this.lateRows = spec.horizon().map(LateRows::new);
    this.cell = new GroupStateCell<>(timeout, spec.hasWatermark() || atEnd);
    this.values =
        new GroupValues(
            rows,
            new RowDecoder(program.keying().row(), input, spec.read()),
            valueFunction(program.keying().valueFunction()),
            method);
    this.keyOfInput = new RowDecoder(program.keying().key(), input, spec.keys());
    List<Integer> all = IntStream.of(tableColumns).boxed().toList();
    this.keyOfTable = new RowDecoder(program.keying().key(), keySchema, all);
    this.output = new GroupOutput(spec);
    this.initial =
        spec.initial()
            .map(
                states ->
                    new InitialRows(
                        states,
                        method,
                        table,
                        keys,
                        (slot, state) -> keep(this.states, slot, encoded(state))));
  }

  @SuppressWarnings("unchecked")
  private static Optional<MapFunction<Object, Object>> valueFunction(
      Optional<? extends MapFunction<?, ?>> given) {
    return given.map(function -> (MapFunction<Object, Object>) function);
  }

  @Override
  public void begin(BatchTime batchTime) {
    tables.beginBatch();
    time = batchTime;
    updated = 0;
    removed = 0;
    updateNanos = 0;
    removalNanos = 0;
    lateRows.ifPresent(LateRows::begin);
    cell.beginBatch(millis(time.batchTimeMicros()), watermarkMillis());
  }

  private static long millis(long micros) {
    return Math.floorDiv(micros, MICROS_PER_MILLI);
  }

  private long watermarkMillis() {
    if (atEnd) {
      return GroupStateCell.BOUNDED;
    }
    return time.expires() ? millis(time.watermark()) : 0;
  }

  @Override
  public void process(int index, InputRows input) {
    if (index == 0) {
      process(input);
    } else {
      initial.orElseThrow().take(input);
    }
  }

  @Override
  public void process(InputRows input) {
    long start = System.nanoTime();
    InputRows accepted = lateRows.isPresent() ? lateRows.get().accept(input, time) : input;
    if (accepted.count() > 0) {
      if (slots.length < accepted.count()) {
        slots = new int[Math.max(accepted.count(), ColumnBatch.MAX_ROWS)];
      }
      keys.encode(
          accepted.batch(), keyColumns, accepted.rows(), accepted.count(), accepted.hashes());
      table.upsert(keys, slots);
      rows.add(accepted, slots);
    }
    updateNanos += System.nanoTime() - start;
  }

  @Override
  public void finish() {
    if (atEnd && !time.endOfInput()) {
      return;
    }
    long start = System.nanoTime();
    callInitial();
    callGroups();
    long middle = System.nanoTime();
    callTimeouts();
    output.flush();
    updateNanos += middle - start;
    removalNanos += System.nanoTime() - middle;
  }

  /** Keys that begin with a state and have no values yet. */
  private void callInitial() {
    int[] without =
        initial.map(states -> states.takeSlots(slot -> !rows.has(slot))).orElse(new int[0]);
    if (without.length == 0) {
      return;
    }
    ColumnBatch batch = keysOf(without, without.length);
    keyOfTable.bind(batch);
    long[] hashes = new long[without.length];
    int[] order = IntStream.range(0, without.length).toArray();
    KeyHashing.hash(batch, tableColumns, order, without.length, hashes);
    for (int i = 0; i < without.length; i++) {
      output.at(BEFORE_ROWS, hashes[i]);
      call(without[i], keyOfTable.decode(i), false);
    }
    endCalls();
  }

  private void callGroups() {
    for (int group = 0; group < rows.groupCount(); group++) {
      int first = rows.first(group);
      values.start(first);
      keyOfInput.bind(rows.batch(first));
      output.at(BEFORE_TIMEOUTS, rows.arrival(group));
      call(rows.slot(group), keyOfInput.decode(rows.row(first)), false);
    }
    values.end();
    rows.clear();
    endCalls();
  }

  /** The keys whose timeouts are due now, those that have just been set among them. */
  private void callTimeouts() {
    if (timers.isEmpty() || time.endOfInput()) {
      return;
    }
    long bound = bound();
    IntArrayList dueSlots = new IntArrayList();
    LongArrayList times = new LongArrayList();
    if (bound != Long.MIN_VALUE) {
      timers.get().takeDue(bound, dueSlots, new LongArrayList(), times);
    }
    if (!dueSlots.isEmpty()) {
      callTimeouts(dueSlots, times);
    }
  }

  /** The newest time that is due: those before the clock, not at it. */
  private long bound() {
    if (timeout == GroupStateTimeout.PROCESSING_TIME_TIMEOUT) {
      return millis(time.batchTimeMicros()) - 1;
    }
    return time.expires() ? millis(time.watermark()) - 1 : Long.MIN_VALUE;
  }

  private void callTimeouts(IntArrayList dueSlots, LongArrayList times) {
    int count = dueSlots.size();
    ColumnBatch batch = keysOf(dueSlots.elements(), count);
    int[] order = IntStream.range(0, count).toArray();
    long[] hashes = new long[count];
    KeyHashing.hash(batch, tableColumns, order, count, hashes);
    // what is written of a key in a batch is kept only if the batch has asked for the key
    keys.encode(batch, tableColumns, order, count, hashes);
    int[] same = new int[count];
    table.upsert(keys, same);
    keyOfTable.bind(batch);
    IntStream.of(order)
        .boxed()
        .sorted(
            (left, right) -> {
              int byTime = Long.compare(times.getLong(left), times.getLong(right));
              return byTime != 0 ? byTime : Long.compare(hashes[left], hashes[right]);
            })
        .forEach(
            i -> {
              output.at(times.getLong(i), hashes[i]);
              call(same[i], keyOfTable.decode(i), true);
            });
    endCalls();
  }

  private ColumnBatch keysOf(int[] wanted, int count) {
    Column[] columns = new Column[keyColumns.length];
    for (int i = 0; i < columns.length; i++) {
      ColumnBuilder builder = new ColumnBuilder(keySchema.type(i), count);
      table.appendKeys(i, wanted, 0, count, builder);
      columns[i] = builder.build();
    }
    return ColumnBatch.of(keySchema, count, columns);
  }

  private void call(int slot, @Nullable Object key, boolean forTimeout) {
    try {
      cell.beginCall(state(slot), forTimeout);
      Iterator<?> objects = function.call(key, values, cell);
      if (takesRowsBack) {
        keep(given, slot, output.replace(given.get(slot), objects));
      } else {
        output.give(objects);
      }
      if (cell.isChanged()) {
        updated++;
        keep(states, slot, cell.exists() ? encoded(cell.get()) : null);
      }
    } catch (Throwable e) {
      throw UserCode.failed(method, e);
    }
    called.add(slot);
    dueTimes.add(cell.timeout().orElse(TimerTable.NEVER));
  }

  private Optional<Object> state(int slot) {
    byte[] bytes = states.get(slot);
    return bytes == null || stateCodec.isEmpty()
        ? Optional.empty()
        : Optional.of(stateCodec.get().decodePresent(bytes));
  }

  private byte[] encoded(Object state) {
    return stateCodec.orElseThrow().encode(state);
  }

  private static void keep(SlotBytes target, int slot, byte @Nullable [] bytes) {
    if (bytes == null) {
      target.release(slot);
    } else {
      target.put(slot, bytes);
    }
  }

  /** Sets the timeouts that calls asked for, and forgets the keys that have nothing left. */
  private void endCalls() {
    int count = called.size();
    if (timers.isPresent() && count > 0) {
      long[] numbers = new long[count];
      Arrays.fill(numbers, TIMEOUT);
      timers.get().set(called.elements(), numbers, dueTimes.elements(), count);
    }
    int[] empty = new int[count];
    int emptyCount = 0;
    for (int i = 0; i < count; i++) {
      int slot = called.getInt(i);
      if (states.get(slot) == null
          && given.get(slot) == null
          && dueTimes.getLong(i) == TimerTable.NEVER) {
        empty[emptyCount++] = slot;
      }
    }
    if (emptyCount > 0) {
      if (timers.isPresent()) {
        timers.get().removeKeys(empty, 0, emptyCount);
      }
      table.remove(empty, 0, emptyCount);
      removed += emptyCount;
    }
    called.clear();
    dueTimes.clear();
  }

  @Override
  public Emission emission() {
    return output.emission();
  }

  @Override
  public long nextTimerMicros() {
    if (timers.isEmpty() || timeout != GroupStateTimeout.PROCESSING_TIME_TIMEOUT) {
      return TimerTable.NEVER;
    }
    long next = timers.get().next();
    // due once the clock is behind it
    return next == TimerTable.NEVER ? next : Math.multiplyExact(next + 1, MICROS_PER_MILLI);
  }

  @Override
  public long rowsTotal() {
    return table.size();
  }

  @Override
  public StateCount count() {
    return new StateCount(
        table.size(),
        updated,
        removed,
        lateRows.isPresent() ? lateRows.get().dropped() : 0,
        updateNanos,
        removalNanos,
        tables.memoryBytes() + states.memoryBytes() + given.memoryBytes());
  }
}
