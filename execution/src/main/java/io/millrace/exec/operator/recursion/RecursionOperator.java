package io.millrace.exec.operator.recursion;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.StateCount;
import io.millrace.exec.operator.StatefulOperator;
import io.millrace.plan.physical.OperatorSpec.RecursionSpec;
import io.millrace.plan.physical.RecursionLimits;
import io.millrace.state.StateTables;
import it.unimi.dsi.fastutil.ints.Int2IntLinkedOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2IntMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * WITH RECURSIVE. The rows of round 0 are those to begin with; those of each further round are what
 * the step makes of those of the round before. With UNION ALL the integral of the output is the sum
 * of all rounds; with UNION a row is only in the first round that derives it, and the output has it
 * once.
 *
 * <p>A batch looks at rounds in their order, and in each of them at the rows alone whose weight in
 * it has changed, so that all changes of a round are there when it is looked at. Since a row of a
 * round is only derived of rows of the round before, what there is when nothing is pending is what
 * a run from the beginning would give: rows that derive each other in a cycle do not keep each
 * other.
 *
 * <p>State: {@link RoundRows}, and what the operators of the step keep.
 */
public final class RecursionOperator implements StatefulOperator {
  private static final long[] NO_ROUNDS = {};

  private final String name;
  private final boolean distinct;
  private final boolean atEnd;
  private final RecursionLimits limits;
  private final RecursionStep step;
  private final StateTables tables;
  private final RoundRows rows;
  private final Pending pending = new Pending();
  private final List<List<ColumnBatch>> arrived = new ArrayList<>();
  private final IntArrayList chosen = new IntArrayList();
  private final IntArrayList weights = new IntArrayList();
  private final LongArrayList rounds = new LongArrayList();
  private final Emission emission = new Emission();
  private BatchTime time = new BatchTime(0, Long.MIN_VALUE, Long.MIN_VALUE, false);
  private long rowsInRounds;
  private long given;
  private long updated;
  private long removed;
  private long nanos;

  /**
   * @param step runs the operators of the spec's step
   */
  public RecursionOperator(RecursionSpec spec, RecursionStep step, StateTables tables) {
    this.name = spec.name();
    this.distinct = spec.distinct();
    this.atEnd = spec.atEnd();
    this.limits = spec.limits();
    this.step = step;
    this.tables = tables;
    this.rows = new RoundRows(spec.output(), spec.step().output(), distinct, tables);
    spec.inputs().forEach(input -> arrived.add(new ArrayList<>()));
  }

  @Override
  public void begin(BatchTime batchTime) {
    time = batchTime;
    tables.beginBatch();
    step.begin(batchTime);
    rowsInRounds = 0;
    given = 0;
    updated = 0;
    removed = 0;
    nanos = 0;
  }

  @Override
  public void process(InputRows input) {
    throw new IllegalStateException("a recursion has several inputs");
  }

  /** One partition has all rows of a batch. */
  @Override
  public void process(int index, InputRows input) {
    arrived.get(index).add(input.batch());
  }

  @Override
  public void finish() {
    long start = System.nanoTime();
    takeArrived();
    for (long round = 0; !pending.isEmpty(); round++) {
      if (round > limits.rounds()) {
        throw endless(limits.rounds() + " rounds");
      }
      Map.Entry<Long, Int2IntLinkedOpenHashMap> first = pending.takeFirst();
      runRound(first.getKey(), first.getValue());
    }
    if (distinct && !atEnd) {
      giveChanges();
    }
    if (atEnd && time.endOfInput()) {
      giveAll();
    }
    updated = rows.touched().size();
    removed = rows.endBatch();
    nanos += System.nanoTime() - start;
  }

  /** Rows to begin with; then what changed elsewhere, against all rounds as they are. */
  private void takeArrived() {
    arrived.get(0).forEach(this::add);
    arrived.get(0).clear();
    if (arrived.stream().anyMatch(input -> !input.isEmpty())) {
      step(arrived);
      arrived.forEach(List::clear);
    }
  }

  private void add(ColumnBatch batch) {
    rows.add(batch, pending);
  }

  private void runRound(long round, Int2IntLinkedOpenHashMap changed) {
    for (Int2IntMap.Entry entry : changed.int2IntEntrySet()) {
      if (distinct) {
        look(round, entry.getIntKey());
      } else if (entry.getIntValue() != 0) {
        rows.addWeight(entry.getIntKey(), entry.getIntValue());
        choose(round, entry.getIntKey(), entry.getIntValue());
      }
    }
    countRows();
    List<ColumnBatch> changes = new ArrayList<>();
    for (int from = 0; from < chosen.size(); from += ColumnBatch.MAX_ROWS) {
      int to = Math.min(chosen.size(), from + ColumnBatch.MAX_ROWS);
      changes.add(rows.batch(chosen.elements(), weights.elements(), rounds.elements(), from, to));
      if (!distinct && !atEnd) {
        give(chosen.elements(), weights.elements(), from, to);
      }
    }
    clearChosen();
    if (!changes.isEmpty()) {
      List<List<ColumnBatch>> inputs = new ArrayList<>(arrived);
      inputs.set(0, changes);
      step(inputs);
    }
  }

  /** Counts rows as often as they are there, since each of those is a row of the step's. */
  private void countRows() {
    for (int i = 0; i < weights.size(); i++) {
      rowsInRounds += Math.abs((long) weights.getInt(i));
    }
    if (rowsInRounds > limits.rows()) {
      throw endless(limits.rows() + " rows");
    }
  }

  /** Runs the step; nobody can say any more how often rows are there that are too many. */
  private void step(List<List<ColumnBatch>> inputs) {
    try {
      step.run(inputs, this::add);
    } catch (ArithmeticException overflow) {
      throw endless(Integer.MAX_VALUE + " rows");
    }
  }

  /**
   * Decides whether a row is new in a round, all rounds before which are decided. If it is not, it
   * may be in a later one.
   */
  private void look(long round, int slot) {
    long before = rows.round(slot);
    long first = rows.firstRound(slot);
    if (first == round && before != round) {
      choose(round, slot, 1);
      if (before != RoundRows.NONE) {
        choose(before, slot, -1);
      }
      rows.setRound(slot, round);
    } else if (first != round && before == round) {
      choose(round, slot, -1);
      rows.setRound(slot, RoundRows.NONE);
    }
    boolean isLater = first > round && rows.round(slot) == RoundRows.NONE;
    if (isLater) {
      pending.add(first, slot, 0);
    }
  }

  private void choose(long round, int slot, int weight) {
    rounds.add(round);
    chosen.add(slot);
    weights.add(weight);
  }

  private void clearChosen() {
    rounds.clear();
    chosen.clear();
    weights.clear();
  }

  /** Gives rows that came to be, or ceased to be, in any round. */
  private void giveChanges() {
    for (int i = 0; i < rows.touched().size(); i++) {
      int change = rows.change(i);
      if (change != 0) {
        chosen.add(rows.touched().getInt(i));
        weights.add(change);
      }
    }
    giveChosen();
  }

  @Override
  public void giveAll() {
    for (int slot : rows.all()) {
      if (rows.copies(slot) != 0) {
        chosen.add(slot);
        weights.add(rows.copies(slot));
      }
    }
    giveChosen();
  }

  private void giveChosen() {
    for (int from = 0; from < chosen.size(); from += ColumnBatch.MAX_ROWS) {
      give(
          chosen.elements(),
          weights.elements(),
          from,
          Math.min(chosen.size(), from + ColumnBatch.MAX_ROWS));
    }
    clearChosen();
  }

  private void give(int[] slots, int[] slotWeights, int from, int to) {
    long first = given;
    given += to - from;
    emission.add(
        rows.batch(slots, slotWeights, NO_ROUNDS, from, to),
        IntStream.range(0, to - from).mapToLong(i -> first + i).toArray());
  }

  private MillraceException endless(String limit) {
    return error(ErrorCode.RECURSION_ENDLESS, name, limit)
        .hint("end it by a condition in its recursive part, such as   WHERE n < 100")
        .hint("or allow more:   SET recursion.rounds = …   or   SET recursion.rows = …")
        .build();
  }

  @Override
  public Emission emission() {
    return emission;
  }

  @Override
  public long rowsTotal() {
    return rows.size() + step.count().rowsTotal();
  }

  @Override
  public StateCount count() {
    return new StateCount(rows.size(), updated, removed, 0, nanos, 0, tables.memoryBytes())
        .plus(step.count());
  }
}
