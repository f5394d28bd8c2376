package io.millrace.api.batch;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;

/** TINYINT, SMALLINT, INTEGER, DATE and INTERVAL_MONTH values. */
public final class IntColumn extends Column {
  private final int[] values;

  public IntColumn(DataType type, int rowCount, int[] values, long[] validity) {
    super(type, Layout.INT, rowCount, validity);
    this.values = values;
  }

  /** One entry a row; shared, not to be written. */
  public int[] values() {
    return values;
  }

  @Override
  Object nonNullValue(int row) {
    return Values.of(type(), values[row]);
  }

  @Override
  public IntColumn gather(int[] rows, int count) {
    int[] gathered = new int[count];
    for (int i = 0; i < count; i++) {
      gathered[i] = values[rows[i]];
    }
    return new IntColumn(type(), count, gathered, gatherValidity(rows, count));
  }

  @Override
  public IntColumn withType(DataType newType) {
    return new IntColumn(newType, rowCount(), values, validity());
  }
}
