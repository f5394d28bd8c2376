package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.Counters;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyedTable;
import io.millrace.state.memory.MemoryStateTables;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An aggregate over the rows of a frame, which come and go as the frame moves on. Nothing of it is
 * state: it is what {@link Accumulator}s make of the rows at hand.
 */
public final class FrameAggregate {
  private final AggregateCall call;
  private final List<Integer> skipping;
  private final KeyedTable table;
  private final EncodedKeys key;
  private final Accumulator accumulator;
  private final Contributions contributions = new Contributions();
  private final Contributions selected = new Contributions();
  private final int[] slot = new int[1];
  private int[] rows = {};
  private int[] slots = {};
  private boolean empty = true;

  /**
   * @param call over columns of the arguments
   * @param arguments of the batches that will be given
   */
  public FrameAggregate(AggregateCall call, Schema arguments) {
    this.call = call;
    this.skipping = Groups.skipping(call);
    MemoryStateTables tables = new MemoryStateTables();
    int words = PartitionAggregates.words(call, arguments);
    this.table = tables.keyed("frame", List.of(), words, Optional.empty());
    this.key = Counters.onlyKey(table);
    this.accumulator =
        new AccumulatorFactory(arguments, false)
            .create(call, "values", table, table.stateOffset(), tables);
    table.upsert(key, slot);
  }

  /** Begins with no row. */
  public void clear() {
    if (!empty) {
      accumulator.removeGroups(slot, 0, 1);
      table.remove(slot, 0, 1);
      table.upsert(key, slot);
      empty = true;
    }
  }

  /**
   * Begins with all rows of a partition.
   *
   * @param number of the same call among the aggregates
   */
  public void startWith(PartitionAggregates all, int number, int partition) {
    clear();
    accumulator.merge(all.accumulator(number), new int[] {partition}, slot, 1);
    empty = false;
  }

  /**
   * Adds rows.
   *
   * @param place of the first of them in the order in which they count as having arrived
   * @param weight 1, or −1 to take them back
   */
  public void add(ColumnBatch arguments, int from, int to, long place, int weight) {
    int count = to - from;
    if (count <= 0) {
      return;
    }
    if (rows.length < count) {
      rows = new int[Math.max(count, 2 * rows.length)];
      slots = new int[rows.length];
    }
    for (int i = 0; i < count; i++) {
      rows[i] = from + i;
    }
    Arrays.fill(slots, 0, count, slot[0]);
    contributions.set(arguments, count, rows, slots);
    Arrays.fill(contributions.weights, 0, count, weight);
    if (accumulator.needsArrivals()) {
      contributions.setArrivals(place);
    }
    accumulator.update(contributions.select(skipping, call.filter(), selected));
    empty = false;
  }

  /** Appends the result. */
  public void append(ColumnBuilder target) {
    accumulator.appendResults(slot, 0, 1, target);
  }
}
