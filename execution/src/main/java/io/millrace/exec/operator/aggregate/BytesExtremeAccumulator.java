package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.exec.operator.SlotBytes;
import io.millrace.state.KeyedTable;
import io.millrace.state.SlotExtension;
import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;
import java.util.Arrays;

/**
 * MIN and MAX of text and binary, over input that never takes rows back. The bytes lie beside the
 * table and are copied only when a row displaces them.
 */
final class BytesExtremeAccumulator extends Accumulator implements SlotExtension {
  static final int WORDS = 0;

  private final int argument;
  private final boolean largest;
  private final SlotBytes values = new SlotBytes();

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
      byte[] old = values.get(slot);
      if (old == null || displaces(data, start, end, old)) {
        values.put(slot, Arrays.copyOfRange(data, start, end));
      }
    }
  }

  /** Values are never changed in place, so that parts and wholes can share them. */
  @Override
  void merge(Accumulator source, int[] from, int[] to, int count) {
    BytesExtremeAccumulator parts = (BytesExtremeAccumulator) source;
    for (int i = 0; i < count; i++) {
      byte[] value = from[i] < 0 ? values.get(~from[i]) : parts.values.get(from[i]);
      byte[] old = values.get(to[i]);
      if (value != null && (old == null || displaces(value, 0, value.length, old))) {
        values.put(to[i], value);
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
      byte[] value = values.get(slots[i]);
      if (value == null) {
        target.appendNull();
      } else {
        target.appendBytes(value, 0, value.length);
      }
    }
  }

  @Override
  public void release(int slot) {
    values.release(slot);
  }

  @Override
  public void write(int slot, StateOutput output) {
    values.write(slot, output);
  }

  @Override
  public void read(int slot, StateInput input) {
    values.read(slot, input);
  }

  @Override
  public long memoryBytes() {
    return values.memoryBytes();
  }
}
