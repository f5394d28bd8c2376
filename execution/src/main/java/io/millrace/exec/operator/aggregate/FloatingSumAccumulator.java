package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.state.KeyedTable;
import io.millrace.state.SlotExtension;
import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;

/**
 * SUM and AVG of floating point: numbers of all values, NaNs, +∞ and −∞; the sum of the finite ones
 * lies beside the table.
 */
final class FloatingSumAccumulator extends Accumulator implements SlotExtension {
  static final int WORDS = 4;

  private static final int NAN = 1;
  private static final int POSITIVE_INFINITY = 2;
  private static final int NEGATIVE_INFINITY = 3;

  private final int argument;
  private final boolean average;
  private final boolean single;
  private final FloatingSums sums = new FloatingSums();

  FloatingSumAccumulator(KeyedTable table, int offset, AggregateCall call) {
    super(table, offset);
    this.argument = call.arguments().get(0);
    this.average = call.function() == AggregateFunction.AVG;
    this.single = call.type().kind() == TypeKind.REAL;
  }

  @Override
  void update(Contributions input) {
    double[] values = ((DoubleColumn) input.batch.column(argument)).values();
    for (int i = 0; i < input.count; i++) {
      int slot = input.slots[i];
      int weight = input.weights[i];
      double value = values[input.rows[i]];
      long[] segment = segment(slot);
      int at = at(slot);
      segment[at] += weight;
      if (Double.isFinite(value)) {
        sums.add(slot, value, weight);
      } else if (Double.isNaN(value)) {
        segment[at + NAN] += weight;
      } else {
        segment[at + (value > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY)] += weight;
      }
    }
  }

  @Override
  void merge(Accumulator source, int[] from, int[] to, int count) {
    FloatingSumAccumulator parts = (FloatingSumAccumulator) source;
    for (int i = 0; i < count; i++) {
      long[] part = partSegment(source, from[i]);
      int partAt = partAt(source, from[i]);
      long[] segment = segment(to[i]);
      int at = at(to[i]);
      for (int word = 0; word < WORDS; word++) {
        segment[at + word] += part[partAt + word];
      }
      sums.add(to[i], from[i] < 0 ? sums.get(~from[i]) : parts.sums.get(from[i]));
    }
  }

  @Override
  void appendResults(int[] slots, int from, int to, ColumnBuilder target) {
    for (int i = from; i < to; i++) {
      long[] segment = segment(slots[i]);
      int at = at(slots[i]);
      if (segment[at] <= 0) {
        target.appendNull();
      } else {
        double value = result(slots[i], segment, at);
        target.appendDouble(single ? (float) value : value);
      }
    }
  }

  private double result(int slot, long[] segment, int at) {
    boolean positive = segment[at + POSITIVE_INFINITY] > 0;
    boolean negative = segment[at + NEGATIVE_INFINITY] > 0;
    if (segment[at + NAN] > 0 || positive && negative) {
      return Double.NaN;
    }
    if (positive || negative) {
      return positive ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    long[] sum = sums.get(slot);
    double value = average ? FloatingSum.roundQuotient(sum, segment[at]) : FloatingSum.round(sum);
    // a quotient may underflow to −0.0
    return value + 0.0;
  }

  @Override
  public void release(int slot) {
    sums.release(slot);
  }

  @Override
  public void write(int slot, StateOutput output) {
    sums.write(slot, output);
  }

  @Override
  public void read(int slot, StateInput input) {
    sums.read(slot, input);
  }

  @Override
  public long memoryBytes() {
    return sums.memoryBytes(table.size());
  }
}
