package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.state.KeyedTable;

/**
 * BIT_AND, BIT_OR and BIT_XOR: the number of values, then one word with the result, or, where rows
 * may go, for each bit how many values have it. XOR takes back by doing the same again.
 */
final class BitsAccumulator extends Accumulator {
  private final int argument;
  private final AggregateFunction function;
  private final int bits;
  private final boolean counts;
  private final Layout layout;

  BitsAccumulator(
      KeyedTable table, int offset, AggregateCall call, DataType type, boolean insertOnly) {
    super(table, offset);
    this.argument = call.arguments().get(0);
    this.function = call.function();
    this.bits = bits(type);
    this.counts = counts(call, insertOnly);
    this.layout = type.layout();
  }

  static int words(AggregateCall call, DataType type, boolean insertOnly) {
    return 1 + (counts(call, insertOnly) ? bits(type) : 1);
  }

  private static boolean counts(AggregateCall call, boolean insertOnly) {
    return !insertOnly && call.function() != AggregateFunction.BIT_XOR;
  }

  private static int bits(DataType type) {
    return switch (type.kind()) {
      case TINYINT -> Byte.SIZE;
      case SMALLINT -> Short.SIZE;
      case INTEGER -> Integer.SIZE;
      default -> Long.SIZE;
    };
  }

  @Override
  void update(Contributions input) {
    Column column = input.batch.column(argument);
    for (int i = 0; i < input.count; i++) {
      int row = input.rows[i];
      long value =
          column instanceof LongColumn longs
              ? longs.values()[row]
              : ((IntColumn) column).values()[row];
      long[] segment = segment(input.slots[i]);
      int at = at(input.slots[i]);
      if (counts) {
        count(segment, at + 1, value, input.weights[i]);
      } else {
        segment[at + 1] = combined(segment, at, value, input.weights[i]);
      }
      segment[at] += input.weights[i];
    }
  }

  private void count(long[] segment, int at, long value, int weight) {
    for (int bit = 0; bit < bits; bit++) {
      segment[at + bit] += (value >>> bit & 1) * weight;
    }
  }

  private long combined(long[] segment, int at, long value, long times) {
    long before = segment[at + 1];
    return switch (function) {
      case BIT_OR -> before | value;
      case BIT_XOR -> (times & 1) == 0 ? before : before ^ value;
      default -> segment[at] == 0 ? value : before & value;
    };
  }

  @Override
  void merge(Accumulator source, int[] from, int[] to, int count) {
    for (int i = 0; i < count; i++) {
      long[] part = partSegment(source, from[i]);
      int partAt = partAt(source, from[i]);
      long[] segment = segment(to[i]);
      int at = at(to[i]);
      if (part[partAt] == 0) {
        continue;
      }
      if (counts) {
        for (int bit = 1; bit <= bits; bit++) {
          segment[at + bit] += part[partAt + bit];
        }
      } else {
        segment[at + 1] = combined(segment, at, part[partAt + 1], 1);
      }
      segment[at] += part[partAt];
    }
  }

  @Override
  void appendResults(int[] slots, int from, int to, ColumnBuilder target) {
    for (int i = from; i < to; i++) {
      long[] segment = segment(slots[i]);
      int at = at(slots[i]);
      if (segment[at] <= 0) {
        target.appendNull();
      } else if (layout == Layout.LONG) {
        target.appendLong(result(segment, at));
      } else {
        target.appendInt((int) result(segment, at));
      }
    }
  }

  private long result(long[] segment, int at) {
    if (!counts) {
      return segment[at + 1];
    }
    long needed = function == AggregateFunction.BIT_AND ? segment[at] : 1;
    long result = 0;
    for (int bit = 0; bit < bits; bit++) {
      result |= (segment[at + 1 + bit] >= needed ? 1L : 0L) << bit;
    }
    // the sign of a narrow number
    return result << Long.SIZE - bits >> Long.SIZE - bits;
  }
}
