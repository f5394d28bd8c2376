package io.millrace.exec.operator.over;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.aggregate.PartitionAggregates;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.Frame;
import io.millrace.plan.physical.Frame.Exclusion;
import io.millrace.plan.physical.OverCall;
import io.millrace.state.KeyedTable;
import io.millrace.state.StateField;
import io.millrace.state.StateTables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Aggregates over all rows of a partition: the results of calls without another frame, and what
 * others begin with.
 */
final class Totals {
  static final int NONE = -1;

  private final List<Arguments> arguments = new ArrayList<>();
  private final List<OverCall> kept = new ArrayList<>();
  private final int[] numbers;
  private final PartitionAggregates aggregates;
  private final int[] partition = new int[1];

  /** Which calls have a total, and what they read. */
  private Totals(
      List<OverCall> calls, RowLayout layout, KeyedTable table, int offset, StateTables tables) {
    this.numbers = new int[calls.size()];
    Arrays.fill(numbers, NONE);
    for (int i = 0; i < numbers.length; i++) {
      if (isKept(calls.get(i))) {
        numbers[i] = kept.size();
        kept.add(calls.get(i));
        arguments.add(new Arguments(calls.get(i).aggregate().orElseThrow(), layout));
      }
    }
    this.aggregates =
        new PartitionAggregates(
            arguments.stream().map(Arguments::call).toList(),
            arguments.stream().map(Arguments::schema).toList(),
            table,
            offset,
            tables);
  }

  static Totals open(
      List<OverCall> calls, RowLayout layout, KeyedTable table, int offset, StateTables tables) {
    return new Totals(calls, layout, table, offset, tables);
  }

  /** The words that totals need with each partition. */
  static List<StateField> fields(List<OverCall> calls, RowLayout layout) {
    List<AggregateCall> found = new ArrayList<>();
    List<Schema> schemas = new ArrayList<>();
    for (OverCall call : calls) {
      if (isKept(call)) {
        Arguments read = new Arguments(call.aggregate().orElseThrow(), layout);
        found.add(read.call());
        schemas.add(read.schema());
      }
    }
    return PartitionAggregates.fields(found, schemas);
  }

  /** Whether the total is the result for every row. */
  static boolean isTotal(OverCall call) {
    return call.aggregate().isPresent()
        && call.frame().isWhole()
        && !call.aggregate().get().isByArrival();
  }

  private static boolean isKept(OverCall call) {
    if (call.aggregate().isEmpty()) {
      return false;
    }
    Frame frame = call.frame();
    boolean open = frame.startsAtFirst() || frame.endsAtLast();
    return isTotal(call)
        || open
            && frame.exclusion() == Exclusion.NO_OTHERS
            && PartitionAggregates.canStartWithAll(call.aggregate().get());
  }

  PartitionAggregates aggregates() {
    return aggregates;
  }

  /** The number of a call among the totals, or {@link #NONE}. */
  int number(int call) {
    return numbers[call];
  }

  /** The result of a call over all rows of a partition, as the only value of a column. */
  Column result(int number, int slot) {
    partition[0] = slot;
    ColumnBuilder builder = new ColumnBuilder(kept.get(number).type(), 1);
    aggregates.append(number, partition, builder);
    return builder.build();
  }

  /**
   * Adds rows of a partition.
   *
   * @param whole whether to the totals of calls over all rows, else to those of the others
   */
  void update(boolean whole, ColumnBatch rows, int count, int slot, int[] weights) {
    int[] slots = new int[count];
    Arrays.fill(slots, slot);
    update(whole, rows, count, IntStream.range(0, count).toArray(), slots, weights);
  }

  private void update(
      boolean whole, ColumnBatch rows, int count, int[] places, int[] slots, int[] weights) {
    for (int i = 0; i < kept.size(); i++) {
      if (isTotal(kept.get(i)) == whole) {
        aggregates.update(i, arguments.get(i).of(rows, count), count, places, slots, weights);
      }
    }
  }

  void remove(int slot) {
    partition[0] = slot;
    aggregates.remove(partition);
  }

  long memoryBytes() {
    return aggregates.memoryBytes();
  }
}
