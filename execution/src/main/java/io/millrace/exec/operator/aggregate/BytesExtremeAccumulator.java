package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.state.KeyedTable;
import io.millrace.state.SlotExtension;
import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * MIN and MAX of text and binary, over input that never takes rows back. The bytes lie beside the
 * table and are copied only when a row displaces them.
 */
final class BytesExtremeAccumulator extends Accumulator implements SlotExtension {
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
      byte[] old = value(slot);
      if (old == null || displaces(data, start, end, old)) {
        keep(slot, Arrays.copyOfRange(data, start, end));
      }
    }
  }

  /** Values are never changed in place, so that parts and wholes can share them. */
  @Override
  void merge(Accumulator source, int[] from, int[] to, int count) {
    BytesExtremeAccumulator parts = (BytesExtremeAccumulator) source;
    for (int i = 0; i < count; i++) {
      byte[] value = from[i] < 0 ? value(~from[i]) : parts.value(from[i]);
      byte[] old = value(to[i]);
      if (value != null && (old == null || displaces(value, 0, value.length, old))) {
        keep(to[i], value);
      }
    }
  }

  private byte @Nullable [] value(int slot) {
    return slot < values.length ? values[slot] : null;
  }

  private void keep(int slot, byte[] value) {
    release(slot);
    if (slot >= values.length) {
      values = Arrays.copyOf(values, Math.max(slot + 1, 2 * values.length));
    }
    values[slot] = value;
    bytes += ARRAY_BYTES + value.length;
  }

  private boolean displaces(byte[] data, int start, int end, byte[] old) {
    int comparison = Arrays.compareUnsigned(data, start, end, old, 0, old.length);
    return largest ? comparison > 0 : comparison < 0;
  }

  @Override
  void appendResults(int[] slots, int from, int to, ColumnBuilder target) {
    for (int i = from; i < to; i++) {
      byte[] value = value(slots[i]);
      if (value == null) {
        target.appendNull();
      } else {
        target.appendBytes(value, 0, value.length);
      }
    }
  }

  @Override
  public void release(int slot) {
    byte[] old = value(slot);
    if (old != null) {
      bytes -= ARRAY_BYTES + old.length;
      values[slot] = null;
    }
  }

  /** The value's length + 1 and its bytes; 0 for none. */
  @Override
  public void write(int slot, StateOutput output) {
    byte[] value = value(slot);
    if (value == null) {
      output.writeVarInt(0);
    } else {
      output.writeVarInt(value.length + 1);
      output.writeBytes(value, 0, value.length);
    }
  }

  @Override
  public void read(int slot, StateInput input) {
    int length = input.readVarInt() - 1;
    if (length < 0) {
      release(slot);
    } else {
      int start = input.skip(length);
      keep(slot, Arrays.copyOfRange(input.array(), start, start + length));
    }
  }

  @Override
  public long memoryBytes() {
    return bytes + 4L * values.length;
  }
}
