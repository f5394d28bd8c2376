package io.millrace.api.batch;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;

/** DOUBLE values, and REAL values widened. */
public final class DoubleColumn extends Column {
  private final double[] values;

  public DoubleColumn(DataType type, int rowCount, double[] values, long[] validity) {
    super(type, Layout.DOUBLE, rowCount, validity);
    this.values = values;
  }

  /** One entry a row; shared, not to be written. */
  public double[] values() {
    return values;
  }

  @Override
  Object nonNullValue(int row) {
    return Values.of(type(), values[row]);
  }

  @Override
  public DoubleColumn gather(int[] rows, int count) {
    double[] gathered = new double[count];
    for (int i = 0; i < count; i++) {
      gathered[i] = values[rows[i]];
    }
    return new DoubleColumn(type(), count, gathered, gatherValidity(rows, count));
  }

  @Override
  public DoubleColumn withType(DataType newType) {
    return new DoubleColumn(newType, rowCount(), values, validity());
  }
}
