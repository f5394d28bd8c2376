package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.state.KeyedTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * MIN and MAX of text and binary, over input that never takes rows back. The bytes lie beside the
 * table and are copied only when a row displaces them.
 */
final class BytesExtremeAccumulator extends Accumulator {
  static final int WORDS = 0;

  private static final int ARRAY_BYTES = 16;

  private final int argument;
  private final boolean largest;
  private @Nullable byte[][] values = {};
  private long bytes;

  BytesExtremeAccumulator(KeyedTable table, int offset, int argument, boolean largest) {
    super(table, offset);
    this.argument = argument;
    this.largest = largest;
  }

  @Override
  void update(Contributions input) {
    BytesColumn column = (BytesColumn) input.batch.column(argument);
    byte[] data = column.data();
    for (int i = 0; i < input.count; i++) {
      int slot = input.slots[i];
      int start = column.starts()[input.rows[i]];
      int end = start + column.lengths()[input.rows[i]];
      if (slot >= values.length) {
        values = Arrays.copyOf(values, Math.max(slot + 1, 2 * values.length));
      }
      byte[] old = values[slot];
      if (old == null || displaces(data, start, end, old)) {
        byte[] kept = Arrays.copyOfRange(data, start, end);
        bytes += ARRAY_BYTES + kept.length - (old == null ? 0 : ARRAY_BYTES + old.length);
        values[slot] = kept;
      }
    }
  }

  private boolean displaces(byte[] data, int start, int end, byte[] old) {
    int comparison = Arrays.compareUnsigned(data, start, end, old, 0, old.length);
    return largest ? comparison > 0 : comparison < 0;
  }

  @Override
  void appendResults(int[] slots, int from, int to, ColumnBuilder target) {
    for (int i = from; i < to; i++) {
      byte[] value = slots[i] < values.length ? values[slots[i]] : null;
      if (value == null) {
        target.appendNull();
      } else {
        target.appendBytes(value, 0, value.length);
      }
    }
  }

  @Override
  void release(int[] slots, int from, int to) {
    for (int i = from; i < to; i++) {
      byte[] old = slots[i] < values.length ? values[slots[i]] : null;
      if (old != null) {
        bytes -= ARRAY_BYTES + old.length;
        values[slots[i]] = null;
      }
    }
  }

  @Override
  long memoryBytes() {
    return bytes + 4L * values.length;
  }
}
