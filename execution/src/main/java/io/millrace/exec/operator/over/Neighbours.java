package io.millrace.exec.operator.over;

import io.millrace.api.batch.Column;
import io.millrace.exec.operator.aggregate.ColumnPairs;
import io.millrace.plan.physical.OverCall;
import io.millrace.plan.physical.OverCall.OverFunction;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/** LAG and LEAD: the value of a row some rows away, or what is given in its place. */
final class Neighbours implements CallResults {
  private static final long NONE = -1;

  private final OverCall call;
  private final int value;
  private final int otherwise;
  private final boolean ahead;

  Neighbours(OverCall call, RowLayout layout) {
    this.call = call;
    this.value = layout.places()[call.arguments().get(0)];
    this.otherwise =
        call.arguments().size() > 1 ? layout.places()[call.arguments().get(1)] : (int) NONE;
    this.ahead = call.function() == OverFunction.LEAD;
  }

  @Override
  public Column of(Stretch rows) {
    long[] positions = new long[rows.count()];
    if (call.ignoresNulls() && call.number() > 0) {
      findValues(rows, positions);
    } else {
      for (int i = 0; i < positions.length; i++) {
        long position = rows.first() + i + (ahead ? call.number() : -call.number());
        positions[i] = position >= 0 && position < rows.size() ? position : NONE;
      }
    }
    Column found = rows.partition().column(value, positions, positions.length, call.type());
    return otherwise == NONE ? found : withDefaults(rows, found, positions);
  }

  private Column withDefaults(Stretch rows, Column found, long[] positions) {
    int count = positions.length;
    int[] own = new int[count];
    int[] sides = new int[count];
    for (int i = 0; i < count; i++) {
      own[i] = i;
      sides[i] = positions[i] == NONE ? -1 : 1;
    }
    Column defaults = rows.column(otherwise).withType(call.type());
    return ColumnPairs.interleave(defaults, found, own, sides, count);
  }

  /** The position of the value that is so many values away, for each row. */
  private void findValues(Stretch rows, long[] positions) {
    int count = positions.length;
    int wanted = (int) Math.min(call.number(), rows.size());
    Column values = rows.column(value);
    LongArrayList seen = new LongArrayList();
    long border = ahead ? rows.first() + count : rows.first();
    LongArrayList outside = ValueScan.away(rows.partition(), value, border, ahead, wanted);
    for (int i = outside.size() - 1; i >= 0; i--) {
      seen.add(outside.getLong(i));
    }
    for (int step = 0; step < count; step++) {
      int i = ahead ? count - 1 - step : step;
      positions[i] =
          seen.size() >= call.number() ? seen.getLong(seen.size() - (int) call.number()) : NONE;
      if (!values.isNull(i)) {
        seen.add(rows.first() + i);
      }
    }
  }
}
