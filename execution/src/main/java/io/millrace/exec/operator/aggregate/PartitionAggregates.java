package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.Schema;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.state.KeyedTable;
import io.millrace.state.StateField;
import io.millrace.state.StateTables;
import java.util.ArrayList;
import java.util.List;

/** Aggregates over all rows of each partition, kept with the partition's key. */
public final class PartitionAggregates {
  private final List<AggregateCall> calls;
  private final Accumulator[] accumulators;
  private final List<List<Integer>> skipping;
  private final Contributions contributions = new Contributions();
  private final Contributions selected = new Contributions();

  /**
   * @param calls over columns of the arguments
   * @param arguments of the batches that will be given, for each call
   * @param table has the words of {@link #fields} from {@code offset} on
   */
  public PartitionAggregates(
      List<AggregateCall> calls,
      List<Schema> arguments,
      KeyedTable table,
      int offset,
      StateTables tables) {
    this.calls = List.copyOf(calls);
    this.skipping = calls.stream().map(Groups::skipping).toList();
    this.accumulators = new Accumulator[calls.size()];
    int next = offset;
    for (int i = 0; i < accumulators.length; i++) {
      AccumulatorFactory factory = new AccumulatorFactory(arguments.get(i), false);
      accumulators[i] = factory.create(calls.get(i), "call " + i, table, next, tables);
      next += words(calls.get(i), arguments.get(i));
    }
  }

  /** The words of a partition. */
  public static List<StateField> fields(List<AggregateCall> calls, List<Schema> arguments) {
    List<StateField> fields = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      fields.add(new StateField("call " + i, words(calls.get(i), arguments.get(i))));
    }
    return fields;
  }

  static int words(AggregateCall call, Schema arguments) {
    AccumulatorFactory factory = new AccumulatorFactory(arguments, false);
    return factory.countsRows(call) ? CountAccumulator.WORDS : factory.words(call);
  }

  /** Whether what is left of a whole without some rows can be told from the whole and those. */
  public static boolean canStartWithAll(AggregateCall call) {
    return !call.distinct()
        && (call.function() == AggregateFunction.COUNT
            || call.function() == AggregateFunction.SUM
            || call.function() == AggregateFunction.AVG);
  }

  Accumulator accumulator(int number) {
    return accumulators[number];
  }

  public int count() {
    return accumulators.length;
  }

  /**
   * Adds rows to their partitions, for some of the calls.
   *
   * @param partitions of each row
   * @param weights of each row
   */
  public void update(
      int number, ColumnBatch arguments, int count, int[] rows, int[] partitions, int[] weights) {
    contributions.set(arguments, count, rows, partitions);
    System.arraycopy(weights, 0, contributions.weights, 0, count);
    AggregateCall call = calls.get(number);
    accumulators[number].update(
        contributions.select(skipping.get(number), call.filter(), selected));
  }

  /** Appends the result for a partition. */
  public void append(int number, int[] partition, ColumnBuilder target) {
    accumulators[number].appendResults(partition, 0, 1, target);
  }

  /** Forgets a partition. */
  public void remove(int[] partition) {
    for (Accumulator accumulator : accumulators) {
      accumulator.removeGroups(partition, 0, 1);
    }
  }

  /** Heap beside the tables. */
  public long memoryBytes() {
    long bytes = 0;
    for (Accumulator accumulator : accumulators) {
      bytes += accumulator.memoryBytes();
    }
    return bytes;
  }
}
