package io.millrace.api.batch;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;

/** BOOLEAN values, a byte a row (0 or 1), so that loops need no bit masks. */
public final class BooleanColumn extends Column {
  private final byte[] values;

  public BooleanColumn(DataType type, int rowCount, byte[] values, long[] validity) {
    super(type, Layout.BOOLEAN, rowCount, validity);
    this.values = values;
  }

  /** One entry a row; shared, not to be written. */
  public byte[] values() {
    return values;
  }

  @Override
  Object nonNullValue(int row) {
    return values[row] != 0;
  }

  @Override
  public BooleanColumn gather(int[] rows, int count) {
    byte[] gathered = new byte[count];
    for (int i = 0; i < count; i++) {
      gathered[i] = values[rows[i]];
    }
    return new BooleanColumn(type(), count, gathered, gatherValidity(rows, count));
  }

  @Override
  public BooleanColumn withType(DataType newType) {
    return new BooleanColumn(newType, rowCount(), values, validity());
  }
}
