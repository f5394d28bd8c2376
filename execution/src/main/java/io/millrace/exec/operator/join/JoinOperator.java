package io.millrace.exec.operator.join;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import io.millrace.exec.expression.BatchFunction;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.StateCount;
import io.millrace.exec.operator.StatefulOperator;
import io.millrace.plan.physical.JoinType;
import io.millrace.plan.physical.OperatorSpec.JoinSpec;
import io.millrace.state.EncodedKeys;
import io.millrace.state.GroupRows;
import io.millrace.state.KeyedTable;
import io.millrace.state.StateTables;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Joins two inputs by equal keys. The integral of its output is the join of the integrals of its
 * inputs: a change of one input is matched with what there is of the other at that moment, and only
 * then added, so that each pair is given by whichever of its rows comes last. Weights multiply.
 *
 * <p>State: a table of keys, and for each of them the rows of either input. A key goes when neither
 * has any.
 */
public final class JoinOperator implements StatefulOperator {
  /** Rows that are matched at once, when they have few matches. */
  private static final int MOST_AT_ONCE = 512;

  /** More matches than this at once are too many. */
  private static final int MANY_MATCHES = 16 * ColumnBatch.MAX_ROWS;

  private final JoinType type;
  private final Schema pairSchema;
  private final StateTables tables;
  private final KeyedTable keys;
  private final EncodedKeys encoded;
  private final JoinSide[] sides;
  private final JoinOutput output;
  private final Optional<BatchFunction> condition;
  private final Optional<Unmatched> unmatched;
  private final List<List<InputRows>> noMatch = List.of(new ArrayList<>(), new ArrayList<>());
  private final GroupRows found = new GroupRows();
  private final IntArrayList shrunk = new IntArrayList();
  private final int[] probeRows = new int[ColumnBatch.MAX_ROWS];
  private final int[] handles = new int[ColumnBatch.MAX_ROWS];
  private final long[] otherWeights = new long[ColumnBatch.MAX_ROWS];
  private final long[] arrivals = new long[ColumnBatch.MAX_ROWS];
  private BatchTime time = new BatchTime(0, Long.MIN_VALUE, Long.MIN_VALUE, false);
  private int[] slots = {};
  private int[] someSlots = {};
  private int atOnce = MOST_AT_ONCE;
  private long updated;
  private long removed;
  private long updateNanos;
  private long removalNanos;

  /**
   * @param condition which pairs match, beyond equal keys; over the columns of both inputs
   */
  public JoinOperator(JoinSpec spec, Optional<BatchFunction> condition, StateTables tables) {
    this.type = spec.type();
    this.tables = tables;
    this.condition = condition;
    boolean byKey = type != JoinType.INNER && condition.isEmpty();
    this.keys =
        tables.keyed("keys", spec.keyTypes(), byKey ? KeyUnmatched.WORDS : 0, Optional.empty());
    keys.letLeave();
    this.encoded = new EncodedKeys(keys.layout());
    JoinSide left =
        new JoinSide("left", spec.left().output(), spec.leftKeys(), spec.nullSafe(), keys, tables);
    JoinSide right =
        new JoinSide(
            "right", spec.right().output(), spec.rightKeys(), spec.nullSafe(), keys, tables);
    this.sides = new JoinSide[] {left, right};
    this.pairSchema = spec.pairs();
    this.output = new JoinOutput(left, right, spec.output(), type.givesBoth());
    this.unmatched = unmatched(spec, byKey);
  }

  private Optional<Unmatched> unmatched(JoinSpec spec, boolean byKey) {
    if (type == JoinType.INNER) {
      return Optional.empty();
    }
    return Optional.of(
        byKey
            ? new KeyUnmatched(type, spec.atEnd(), sides, keys)
            : new RowUnmatched(type, spec.atEnd(), sides, tables));
  }

  @Override
  public void begin(BatchTime batchTime) {
    time = batchTime;
    tables.beginBatch();
    updated = 0;
    removed = 0;
    updateNanos = 0;
    removalNanos = 0;
    unmatched.ifPresent(each -> each.begin(batchTime));
  }

  @Override
  public void process(InputRows input) {
    throw new IllegalStateException("a join has two inputs");
  }

  @Override
  public void process(int side, InputRows input) {
    long start = System.nanoTime();
    InputRows joining = input;
    if (sides[side].mayHaveNull(input.batch())) {
      joining = sides[side].withNull(input, false);
      if (joining.count() < input.count() && type.keeps(side) && type != JoinType.SEMI) {
        noMatch.get(side).add(sides[side].withNull(input, true));
      }
    }
    if (joining.count() > 0) {
      join(side, joining);
    }
    updateNanos += System.nanoTime() - start;
  }

  private void join(int side, InputRows input) {
    if (slots.length < input.count()) {
      slots = new int[Math.max(input.count(), 2 * slots.length)];
    }
    encoded.encode(input.batch(), sides[side].keys(), input.rows(), input.count(), input.hashes());
    keys.upsert(encoded, slots);
    updated += input.count();
    unmatched.ifPresent(each -> each.adding(side, input, slots));
    if (type.givesBoth() || condition.isPresent()) {
      match(side, input);
    }
    noteShrunk(input);
    sides[side].add(input, slots);
  }

  /** Notes keys that may be left without rows. */
  private void noteShrunk(InputRows input) {
    if (input.batch().isInsertOnly()) {
      return;
    }
    for (int i = 0; i < input.count(); i++) {
      if (input.batch().weight(input.rows()[i]) < 0) {
        shrunk.add(slots[i]);
      }
    }
  }

  private void match(int side, InputRows input) {
    int count = 0;
    int from = 0;
    while (from < input.count()) {
      int to = Math.min(input.count(), from + atOnce);
      if (someSlots.length < to - from) {
        someSlots = new int[MOST_AT_ONCE];
      }
      System.arraycopy(slots, from, someSlots, 0, to - from);
      sides[1 - side].find(someSlots, to - from, found);
      for (int i = from; i < to; i++) {
        for (int j = found.start(i - from); j < found.end(i - from); j++) {
          probeRows[count] = input.rows()[i];
          handles[count] = found.handles()[j];
          otherWeights[count] = found.copies()[j];
          arrivals[count++] = input.arrival(i);
          if (count == ColumnBatch.MAX_ROWS) {
            givePairs(side, input.batch(), count);
            count = 0;
          }
        }
      }
      // Few keys with many rows each, and many keys with few, shall both fit into memory.
      atOnce =
          found.size() > MANY_MATCHES
              ? Math.max(1, atOnce / 8)
              : Math.min(MOST_AT_ONCE, 2 * atOnce);
      from = to;
    }
    givePairs(side, input.batch(), count);
  }

  private void givePairs(int side, ColumnBatch batch, int count) {
    if (count == 0) {
      return;
    }
    Column[] columns = output.pairs(side, batch, probeRows, handles, count);
    if (condition.isEmpty()) {
      output.give(columns, weights(batch, count), arrivals, count);
      return;
    }
    ColumnBatch pairs = ColumnBatch.of(pairSchema, count, columns);
    ColumnBatch matching = condition.get().apply(pairs, time.batchTimeMicros());
    int[] rows = new int[matching.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = matching.row(i);
    }
    giveMatching(side, batch, pairs, rows);
  }

  private void giveMatching(int side, ColumnBatch batch, ColumnBatch pairs, int[] rows) {
    int count = rows.length;
    int[] added = new int[count];
    int[] addedWeights = new int[count];
    long[] others = new long[count];
    int[] weights = new int[count];
    long[] order = new long[count];
    for (int i = 0; i < count; i++) {
      added[i] = probeRows[rows[i]];
      addedWeights[i] = batch.weight(added[i]);
      others[i] = otherWeights[rows[i]];
      weights[i] = product(addedWeights[i], others[i]);
      order[i] = arrivals[rows[i]];
    }
    Matches matches = new Matches(added, addedWeights, others, order);
    unmatched.ifPresent(each -> each.matched(side, pairs, rows, count, matches));
    if (type.givesBoth() && count > 0) {
      Column[] columns = new Column[pairs.columnCount()];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = pairs.column(i).gather(rows, count);
      }
      output.give(columns, weights, order, count);
    }
  }

  private int[] weights(ColumnBatch batch, int count) {
    int[] weights = new int[count];
    for (int i = 0; i < count; i++) {
      weights[i] = product(batch.weight(probeRows[i]), otherWeights[i]);
    }
    return weights;
  }

  static int product(int weight, long other) {
    return Math.toIntExact(Math.multiplyExact(weight, other));
  }

  @Override
  public void finish() {
    long start = System.nanoTime();
    output.phase(0);
    for (int side = 0; side < sides.length; side++) {
      giveNoMatch(side);
    }
    output.phase(1);
    unmatched.ifPresent(each -> each.finish(output));
    long middle = System.nanoTime();
    removeEmpty();
    updateNanos += middle - start;
    removalNanos += System.nanoTime() - middle;
  }

  /** Rows with NULL in their key match nothing, whatever comes. */
  private void giveNoMatch(int side) {
    AloneRows rows = new AloneRows(side, output);
    for (InputRows each : noMatch.get(side)) {
      for (int i = 0; i < each.count(); i++) {
        int row = each.rows()[i];
        rows.add(each.batch(), row, each.batch().weight(row), each.arrival(i));
      }
    }
    rows.flush();
    noMatch.get(side).clear();
  }

  private void removeEmpty() {
    if (shrunk.isEmpty()) {
      return;
    }
    shrunk.unstableSort(null);
    int[] all = shrunk.elements();
    int count = 0;
    int last = -1;
    for (int i = 0; i < shrunk.size(); i++) {
      int slot = all[i];
      if (slot != last && sides[0].isEmpty(slot) && sides[1].isEmpty(slot)) {
        all[count++] = slot;
      }
      last = slot;
    }
    keys.remove(all, 0, count);
    removed += count;
    shrunk.clear();
  }

  @Override
  public Emission emission() {
    return output.emission();
  }

  @Override
  public boolean keepsInput() {
    // What is matched is copied; what outer joins tell at the end of the batch is not.
    return unmatched.isPresent();
  }

  @Override
  public long rowsTotal() {
    return sides[0].size() + sides[1].size();
  }

  @Override
  public StateCount count() {
    return new StateCount(
        rowsTotal(), updated, removed, 0, updateNanos, removalNanos, tables.memoryBytes());
  }
}
