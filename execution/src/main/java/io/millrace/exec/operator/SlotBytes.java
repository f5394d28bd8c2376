package io.millrace.exec.operator;

import io.millrace.state.SlotExtension;
import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Some bytes of each key, or none. An array that was put is never written to, so that several may
 * share it.
 */
public final class SlotBytes implements SlotExtension {
  private static final int ARRAY_BYTES = 16;

  private byte @Nullable [][] values = new byte[64][];
  private long bytes;

  public byte @Nullable [] get(int slot) {
    return slot < values.length ? values[slot] : null;
  }

  public void put(int slot, byte[] value) {
    release(slot);
    if (slot >= values.length) {
      values = Arrays.copyOf(values, Math.max(slot + 1, 2 * values.length));
    }
    values[slot] = value;
    bytes += ARRAY_BYTES + value.length;
  }

  @Override
  public void release(int slot) {
    byte[] old = get(slot);
    if (old != null) {
      bytes -= ARRAY_BYTES + old.length;
      values[slot] = null;
    }
  }

  /** The number of bytes + 1 and the bytes; 0 for none. */
  @Override
  public void write(int slot, StateOutput output) {
    byte[] value = get(slot);
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
      put(slot, Arrays.copyOfRange(input.array(), start, start + length));
    }
  }

  @Override
  public long memoryBytes() {
    return bytes + 4L * values.length;
  }
}
