package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.types.DataType;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.state.KeyedTable;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Percentiles and the median, by the positions of the values: the value at one of them, or a number
 * between two.
 */
final class PercentileAccumulator extends KeptRowsAccumulator {
  private final BigDecimal fraction;
  private final boolean between;

  PercentileAccumulator(KeyedTable groups, int offset, AggregateCall call, KeptRows rows) {
    super(groups, offset, rows);
    this.fraction = call.detail().fraction();
    this.between = call.function() == AggregateFunction.PERCENTILE_CONT;
  }

  @Override
  void appendResult(long size, ColumnBuilder target) {
    if (between) {
      target.appendDouble(between(size) + 0.0);
    } else {
      BigDecimal behind = fraction.multiply(BigDecimal.valueOf(size));
      long position = behind.setScale(0, RoundingMode.CEILING).longValueExact() - 1;
      appendValue(Math.max(0, position), target);
    }
  }

  private double between(long size) {
    BigDecimal place = fraction.multiply(BigDecimal.valueOf(size - 1));
    long below = place.setScale(0, RoundingMode.FLOOR).longValueExact();
    double share = place.subtract(BigDecimal.valueOf(below)).doubleValue();
    ColumnBuilder values = new ColumnBuilder(DataType.DOUBLE, 2);
    appendValue(below, values);
    if (share > 0) {
      appendValue(below + 1, values);
    }
    double[] found = ((DoubleColumn) values.build()).values();
    return share > 0 && found[0] != found[1] ? found[0] + share * (found[1] - found[0]) : found[0];
  }
}
