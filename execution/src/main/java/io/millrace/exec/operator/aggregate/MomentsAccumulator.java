package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.state.KeyedTable;
import io.millrace.state.SlotExtension;
import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;

/**
 * Variances, correlations and what else follows from sums of products of DOUBLEs: the number of
 * values or pairs and how many of them are not finite; the exact sums lie beside the table.
 */
final class MomentsAccumulator extends Accumulator implements SlotExtension {
  static final int WORDS = 2;

  private static final int NOT_FINITE = 1;

  private final int[] arguments;
  private final AggregateFunction function;
  private final Moments moments;
  private final FloatingSums[] sums;

  MomentsAccumulator(KeyedTable table, int offset, AggregateCall call) {
    super(table, offset);
    this.arguments = call.arguments().stream().mapToInt(Integer::intValue).toArray();
    this.function = call.function();
    this.moments = new Moments(function);
    this.sums = new FloatingSums[moments.count()];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = new FloatingSums();
    }
  }

  @Override
  void update(Contributions input) {
    double[] first = ((DoubleColumn) input.batch.column(arguments[0])).values();
    double[] second =
        arguments.length == 1 ? first : ((DoubleColumn) input.batch.column(arguments[1])).values();
    for (int i = 0; i < input.count; i++) {
      int slot = input.slots[i];
      int weight = input.weights[i];
      double left = first[input.rows[i]];
      double right = second[input.rows[i]];
      long[] segment = segment(slot);
      int at = at(slot);
      segment[at] += weight;
      if (Double.isFinite(left) && Double.isFinite(right)) {
        moments.add(sums, slot, left, right, weight);
      } else {
        segment[at + NOT_FINITE] += weight;
      }
    }
  }

  @Override
  void merge(Accumulator source, int[] from, int[] to, int count) {
    MomentsAccumulator parts = (MomentsAccumulator) source;
    for (int i = 0; i < count; i++) {
      long[] part = partSegment(source, from[i]);
      int partAt = partAt(source, from[i]);
      long[] segment = segment(to[i]);
      int at = at(to[i]);
      segment[at] += part[partAt];
      segment[at + NOT_FINITE] += part[partAt + NOT_FINITE];
      for (int term = 0; term < sums.length; term++) {
        FloatingSums added = from[i] < 0 ? sums[term] : parts.sums[term];
        sums[term].add(to[i], added.get(from[i] < 0 ? ~from[i] : from[i]));
      }
    }
  }

  @Override
  void appendResults(int[] slots, int from, int to, ColumnBuilder target) {
    ExactNumber[] values = new ExactNumber[sums.length];
    for (int i = from; i < to; i++) {
      long[] segment = segment(slots[i]);
      int at = at(slots[i]);
      long count = segment[at];
      if (function == AggregateFunction.REGR_COUNT) {
        target.appendLong(count);
      } else if (!moments.isDefined(count)) {
        target.appendNull();
      } else if (segment[at + NOT_FINITE] > 0) {
        target.appendDouble(Double.NaN);
      } else {
        for (int term = 0; term < values.length; term++) {
          values[term] = FloatingSum.exact(sums[term].get(slots[i]));
        }
        moments.append(count, values, target);
      }
    }
  }

  @Override
  public void release(int slot) {
    for (FloatingSums sum : sums) {
      sum.release(slot);
    }
  }

  @Override
  public void write(int slot, StateOutput output) {
    for (FloatingSums sum : sums) {
      sum.write(slot, output);
    }
  }

  @Override
  public void read(int slot, StateInput input) {
    for (FloatingSums sum : sums) {
      sum.read(slot, input);
    }
  }

  @Override
  public long memoryBytes() {
    long bytes = 0;
    for (FloatingSums sum : sums) {
      bytes += sum.memoryBytes(table.size());
    }
    return bytes;
  }
}
