package io.millrace.api.batch;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;

/** BIGINT, TIME, TIMESTAMP, INTERVAL_DAY and short DECIMAL values. */
public final class LongColumn extends Column {
  private final long[] values;

  public LongColumn(DataType type, int rowCount, long[] values, long[] validity) {
    super(type, Layout.LONG, rowCount, validity);
    this.values = values;
  }

  /** One entry a row; shared, not to be written. */
  public long[] values() {
    return values;
  }

  @Override
  Object nonNullValue(int row) {
    return Values.of(type(), values[row]);
  }

  @Override
  public LongColumn gather(int[] rows, int count) {
    long[] gathered = new long[count];
    for (int i = 0; i < count; i++) {
      gathered[i] = values[rows[i]];
    }
    return new LongColumn(type(), count, gathered, gatherValidity(rows, count));
  }

  @Override
  public LongColumn withType(DataType newType) {
    return new LongColumn(newType, rowCount(), values, validity());
  }
}
