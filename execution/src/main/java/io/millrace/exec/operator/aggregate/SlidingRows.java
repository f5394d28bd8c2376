package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.Validity;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.plan.physical.OperatorSpec.KeyPart;
import io.millrace.plan.physical.OperatorSpec.Slicing;
import io.millrace.state.KeyedTable;

/** Makes the keys of windows: bounds of the window, and the rest from one of its slices. */
final class SlidingRows {
  private final Slicing slicing;
  private final Schema output;
  private final KeyedTable slices;

  SlidingRows(AggregateSpec spec, KeyedTable slices) {
    this.slicing = spec.slicing().orElseThrow();
    this.output = spec.output();
    this.slices = slices;
  }

  /**
   * A key column.
   *
   * @param starts of the windows
   * @param parts one of the slices of each
   */
  Column column(int key, long[] starts, int[] parts, int count) {
    DataType type = output.type(key);
    KeyPart part = slicing.keys().get(key);
    if (part == KeyPart.VALUE) {
      ColumnBuilder builder = new ColumnBuilder(type, count);
      slices.appendKeys(valuesBefore(key), parts, 0, count, builder);
      return builder.build();
    }
    long shift = SliceTimes.shift(part, slicing.sizeMicros());
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = starts[i] + shift;
    }
    return new LongColumn(type, count, values, Validity.NONE);
  }

  /** The place of a key among those that are not of the window. */
  private int valuesBefore(int key) {
    int count = 0;
    for (int i = 0; i < key; i++) {
      count += slicing.keys().get(i) == KeyPart.VALUE ? 1 : 0;
    }
    return count;
  }
}
