package io.millrace.exec.operator.over;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.SlotsByHash;
import io.millrace.exec.operator.StateCount;
import io.millrace.exec.operator.StatefulOperator;
import io.millrace.exec.operator.aggregate.ColumnComparison;
import io.millrace.plan.physical.OperatorSpec.OverSpec;
import io.millrace.plan.physical.OverCall;
import io.millrace.plan.physical.OverCall.OverFunction;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyLayout;
import io.millrace.state.KeyedTable;
import io.millrace.state.OrderedTable;
import io.millrace.state.StateField;
import io.millrace.state.StateTables;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Functions over windows: the integral of its output is each row of the integral of its input with
 * what the functions give for it in its partition.
 *
 * <p>The rows of a partition are kept in their order, where copies of a row are rows of their own.
 * At the end of a batch it is told from the changes which stretches of rows they reach ({@link
 * Reach}); these are computed as they were and as they are, and what is different is given.
 */
public final class OverOperator implements StatefulOperator {
  private final List<OverCall> calls;
  private final int[] partitionColumns;
  private final boolean atEnd;
  private final boolean descending;
  private final RowLayout layout;
  private final StateTables tables;
  private final KeyedTable partitions;
  private final EncodedKeys keys;
  private final OrderedTable rows;
  private final Optional<OrderedTable> peers;
  private final Totals totals;
  private final CallResults[] results;
  private final PendingRows pending;
  private final Partition partition;
  private final Emission emission = new Emission();
  private final Given given;
  private final IntArrayList touched = new IntArrayList();
  private final LongArrayList arrivals = new LongArrayList();
  private final int[] one = new int[1];
  private BatchTime time = new BatchTime(0, Long.MIN_VALUE, Long.MIN_VALUE, false);
  private int[] slots = {};
  private long updated;
  private long removed;
  private long updateNanos;
  private long removalNanos;

  public OverOperator(OverSpec spec, StateTables tables) {
    this.calls = spec.calls();
    this.partitionColumns = spec.partition().stream().mapToInt(Integer::intValue).toArray();
    this.atEnd = spec.atEnd();
    this.descending = !spec.order().isEmpty() && spec.order().get(0).descending();
    this.layout = new RowLayout(spec);
    this.tables = tables;
    List<StateField> fields = new ArrayList<>();
    fields.add(new StateField("rows", 1));
    fields.addAll(Totals.fields(calls, layout));
    KeyLayout key =
        new KeyLayout(
            IntStream.of(partitionColumns).mapToObj(spec.input().output()::type).toList());
    this.partitions = tables.keyed("partitions", key, fields, Optional.empty());
    this.keys = new EncodedKeys(partitions.layout());
    this.rows = tables.ordered("rows", partitions, layout.types(), layout.orders());
    this.peers =
        !layout.orders().isEmpty() && has(OverFunction.DENSE_RANK)
            ? Optional.of(
                tables.ordered(
                    "peers",
                    partitions,
                    layout.types().subList(0, layout.orders().size()),
                    layout.orders()))
            : Optional.empty();
    this.totals = Totals.open(calls, layout, partitions, partitions.stateOffset() + 1, tables);
    partitions.letLeave();
    this.partition = new Partition(rows, layout);
    this.pending = new PendingRows(layout);
    this.given = new Given(spec, layout, partitions, emission);
    this.results = new CallResults[calls.size()];
    for (int i = 0; i < results.length; i++) {
      results[i] = results(i);
    }
  }

  private boolean has(OverFunction function) {
    return calls.stream().anyMatch(call -> call.function() == function);
  }

  private CallResults results(int number) {
    OverCall call = calls.get(number);
    return switch (call.function()) {
      case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE -> new Ranks(call, peers);
      case LAG, LEAD -> new Neighbours(call, layout);
      case FIRST_VALUE, LAST_VALUE, NTH_VALUE -> new FrameValues(call, layout, descending);
      case AGGREGATE ->
          Totals.isTotal(call)
              ? stretch -> repeated(wholeResults[number], stretch.count())
              : new FrameAggregates(
                  call, layout, descending, totals, atEnd ? Totals.NONE : totals.number(number));
    };
  }

  /** The results of calls over all rows of the partition at hand. */
  private Column[] wholeResults = {};

  private static Column repeated(Column value, int count) {
    return value.gather(new int[count], count);
  }

  @Override
  public void begin(BatchTime batchTime) {
    tables.beginBatch();
    time = batchTime;
    updated = 0;
    removed = 0;
    updateNanos = 0;
    removalNanos = 0;
  }

  @Override
  public void giveAll() {
    for (int slot : SlotsByHash.of(partitions)) {
      partition.set(slot);
      if (partition.size() > 0) {
        wholeResults = wholeResults(slot);
        given.giveAll(compute(0, partition.size()), slot, partitions.hash(slot));
      }
    }
  }

  @Override
  public void process(InputRows input) {
    long start = System.nanoTime();
    int count = input.count();
    if (slots.length < count) {
      slots = new int[Math.max(count, 2 * slots.length)];
    }
    keys.encode(input.batch(), partitionColumns, input.rows(), count, input.hashes());
    partitions.upsert(keys, slots);
    int[] positions = partitions.touched();
    for (int i = 0; i < partitions.touchedCount(); i++) {
      touched.add(slots[positions[i]]);
      arrivals.add(input.arrival(positions[i]));
    }
    pending.add(input, slots);
    updated += count;
    updateNanos += System.nanoTime() - start;
  }

  @Override
  public void finish() {
    long start = System.nanoTime();
    for (int i = 0; i < touched.size(); i++) {
      change(touched.getInt(i), arrivals.getLong(i));
    }
    pending.clear(touched.elements(), touched.size());
    if (atEnd && time.endOfInput()) {
      giveAll();
    }
    long middle = System.nanoTime();
    removeEmpty();
    touched.clear();
    arrivals.clear();
    updateNanos += middle - start;
    removalNanos += System.nanoTime() - middle;
  }

  private void change(int slot, long arrival) {
    partition.set(slot);
    Changes changes = pending.of(partition);
    if (changes.count() == 0) {
      return;
    }
    if (atEnd) {
      totals.update(true, changes.rows(), changes.count(), slot, changes.weights());
      apply(slot, changes);
      return;
    }
    Column[] wholeBefore = partition.size() > 0 ? wholeResults(slot) : new Column[calls.size()];
    long sizeAfter = partition.size() + Arrays.stream(changes.weights()).asLongStream().sum();
    totals.update(true, changes.rows(), changes.count(), slot, changes.weights());
    Column[] wholeAfter = sizeAfter > 0 ? wholeResults(slot) : new Column[calls.size()];
    Stretches reached =
        partition.size() > 0 && sizeAfter > 0 && differ(wholeBefore, wholeAfter)
            ? all(partition.size())
            : new Reach(partition, changes, descending).of(calls, layout);
    Results[] before = new Results[reached.count()];
    wholeResults = wholeBefore;
    for (int i = 0; i < before.length; i++) {
      before[i] = compute(reached.from(i), reached.to(i));
    }
    apply(slot, changes);
    partition.set(slot);
    wholeResults = wholeAfter;
    give(slot, arrival, changes, reached, before);
  }

  private static Stretches all(long size) {
    Stretches all = new Stretches();
    all.add(0, size);
    return all;
  }

  private Column[] wholeResults(int slot) {
    Column[] whole = new Column[calls.size()];
    for (int i = 0; i < whole.length; i++) {
      if (Totals.isTotal(calls.get(i))) {
        whole[i] = totals.result(totals.number(i), slot);
      }
    }
    return whole;
  }

  private boolean isWhole(int call) {
    return calls.get(call).function() == OverFunction.AGGREGATE
        && calls.get(call).frame().isWhole();
  }

  private boolean differ(Column[] before, Column[] after) {
    boolean[] different = new boolean[1];
    for (int i = 0; i < before.length; i++) {
      if (Totals.isTotal(calls.get(i))) {
        ColumnComparison.markDifferences(before[i], after[i], different, 1);
      }
    }
    return different[0];
  }

  private Results compute(long from, long to) {
    Stretch stretch = new Stretch(partition, from, to);
    Column[] columns = new Column[layout.schema().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = stretch.column(i);
    }
    Column[] computed = new Column[results.length];
    for (int i = 0; i < computed.length; i++) {
      computed[i] =
          stretch.count() == 0
              ? new ColumnBuilder(calls.get(i).type(), 0).build()
              : results[i].of(stretch);
    }
    return new Results(stretch.count(), columns, computed);
  }

  /** Gives what has become different in the stretches that are reached. */
  private void give(int slot, long arrival, Changes changes, Stretches reached, Results[] before) {
    int change = 0;
    long shift = 0;
    for (int i = 0; i < before.length; i++) {
      int first = change;
      long from = reached.from(i) + shift;
      while (change < changes.count() && changes.first()[change] <= reached.to(i)) {
        shift += changes.weights()[change++];
      }
      Results after = compute(from, reached.to(i) + shift);
      given.giveDifferences(
          before[i], after, changes, first, change, reached.from(i), slot, arrival);
    }
  }

  private void apply(int slot, Changes changes) {
    int count = changes.count();
    int[] groups = new int[count];
    Arrays.fill(groups, slot);
    int[] places = PendingRows.all(count);
    int[] columns = PendingRows.all(layout.schema().size());
    if (peers.isPresent()) {
      applyPeers(peers.get(), groups, changes);
    }
    rows.add(groups, changes.rows(), columns, places, changes.weights(), count, new int[count]);
    if (!atEnd) {
      totals.update(false, changes.rows(), count, slot, changes.weights());
    }
  }

  /** Adds what rows are sorted by where there was none of it, and removes it with the last. */
  private void applyPeers(OrderedTable kinds, int[] groups, Changes changes) {
    int count = changes.count();
    int sorted = layout.orders().size();
    Column[] columns =
        IntStream.range(0, sorted).mapToObj(changes.rows()::column).toArray(Column[]::new);
    ColumnBatch sortedBy = ColumnBatch.of(partition.sortSchema(), count, columns);
    long[] from = partition.search(sortedBy, count, false);
    long[] to = partition.search(sortedBy, count, true);
    int[] weights = new int[count];
    int i = 0;
    while (i < count) {
      int first = i;
      long after = to[i] - from[i];
      do {
        after += changes.weights()[i++];
      } while (i < count && !changes.newPeers()[i]);
      weights[first] = (after > 0 ? 1 : 0) - (to[first] > from[first] ? 1 : 0);
    }
    int[] chosen = IntStream.range(0, count).filter(k -> weights[k] != 0).toArray();
    int[] chosenWeights = Arrays.stream(chosen).map(k -> weights[k]).toArray();
    kinds.add(
        groups,
        sortedBy,
        PendingRows.all(sorted),
        chosen,
        chosenWeights,
        chosen.length,
        new int[chosen.length]);
  }

  /** Partitions that have lost their last row go. */
  private void removeEmpty() {
    for (int i = 0; i < touched.size(); i++) {
      int slot = touched.getInt(i);
      partition.set(slot);
      if (partition.size() == 0) {
        one[0] = slot;
        rows.removeGroups(one, 0, 1);
        peers.ifPresent(kinds -> kinds.removeGroups(one, 0, 1));
        totals.remove(slot);
        partitions.remove(one, 0, 1);
        removed++;
      }
    }
  }

  /** How many rows have been looked at since it was made. */
  long visited() {
    return partition.visited();
  }

  @Override
  public Emission emission() {
    return emission;
  }

  @Override
  public boolean keepsInput() {
    return false;
  }

  @Override
  public long rowsTotal() {
    return rows.size();
  }

  @Override
  public StateCount count() {
    return new StateCount(
        rows.size(),
        updated,
        removed,
        0,
        updateNanos,
        removalNanos,
        tables.memoryBytes() + totals.memoryBytes());
  }
}
