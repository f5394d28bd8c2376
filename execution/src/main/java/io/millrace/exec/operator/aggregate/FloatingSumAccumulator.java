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
import java.util.Arrays;

/**
 * SUM and AVG of floating point: numbers of all values, NaNs, +∞ and −∞; the sum of the finite ones
 * lies beside the table.
 */
final class FloatingSumAccumulator extends Accumulator implements SlotExtension {
  static final int WORDS = 4;

  private static final int NAN = 1;
  private static final int POSITIVE_INFINITY = 2;
  private static final int NEGATIVE_INFINITY = 3;
  private static final long[] ZERO = {};

  private final int argument;
  private final boolean average;
  private final boolean single;
  private long[][] sums = {};
  private long limbs;

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
        add(slot, value, weight);
      } else if (Double.isNaN(value)) {
        segment[at + NAN] += weight;
      } else {
        segment[at + (value > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY)] += weight;
      }
    }
  }

  private void add(int slot, double value, int weight) {
    long[] before = sum(slot);
    long[] after = FloatingSum.add(before, value, weight);
    if (after != before) {
      keep(slot, after);
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
      long[] before = sum(to[i]);
      long[] after = FloatingSum.add(before, from[i] < 0 ? sum(~from[i]) : parts.sum(from[i]));
      if (after != before) {
        keep(to[i], after);
      }
    }
  }

  private long[] sum(int slot) {
    return slot < sums.length ? sums[slot] : ZERO;
  }

  private void keep(int slot, long[] sum) {
    if (slot >= sums.length) {
      int length = sums.length;
      sums = Arrays.copyOf(sums, Math.max(slot + 1, 2 * length));
      Arrays.fill(sums, length, sums.length, ZERO);
    }
    limbs += sum.length - sums[slot].length;
    sums[slot] = sum;
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
    long[] sum = sum(slot);
    double value = average ? FloatingSum.roundQuotient(sum, segment[at]) : FloatingSum.round(sum);
    // a quotient may underflow to −0.0
    return value + 0.0;
  }

  @Override
  public void release(int slot) {
    if (slot < sums.length) {
      limbs -= sums[slot].length;
      sums[slot] = ZERO;
    }
  }

  /** The length of the sum's array and its elements. */
  @Override
  public void write(int slot, StateOutput output) {
    long[] sum = sum(slot);
    output.writeVarInt(sum.length);
    for (long element : sum) {
      output.writeLong(element);
    }
  }

  @Override
  public void read(int slot, StateInput input) {
    int length = input.readVarInt();
    if (length == 0) {
      release(slot);
      return;
    }
    long[] sum = new long[length];
    for (int i = 0; i < length; i++) {
      sum[i] = input.readLong();
    }
    keep(slot, sum);
  }

  @Override
  public long memoryBytes() {
    return 8L * limbs + 24L * table.size() + 4L * sums.length;
  }
}
