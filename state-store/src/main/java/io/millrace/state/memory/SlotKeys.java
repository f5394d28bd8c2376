package io.millrace.state.memory;

import io.millrace.state.KeyGroups;
import io.millrace.state.format.v1.KeyCodec;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes the keys of a table's slots: key group, horizon, columns. */
final class SlotKeys implements Changes.Keys {
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final MemoryKeyedTable table;
  private final KeyCodec codec;
  private final boolean horizon;
  private final int prefixBytes;

  SlotKeys(MemoryKeyedTable table) {
    this.table = table;
    this.codec = new KeyCodec(table.layout(), 0);
    this.horizon = table.horizon().isPresent();
    this.prefixBytes = horizon ? Short.BYTES + Long.BYTES : Short.BYTES;
  }

  KeyCodec codec() {
    return codec;
  }

  /** The bytes before the columns. */
  int prefixBytes() {
    return prefixBytes;
  }

  /** The bytes of every key, or {@link KeyCodec#VARIABLE}. */
  int keyBytes() {
    return codec.variable() ? KeyCodec.VARIABLE : prefixBytes + codec.fixedBytes();
  }

  @Override
  public int bound(int slot) {
    return prefixBytes + codec.bound(table.segment(slot), table.at(slot));
  }

  @Override
  public int write(int slot, byte[] target, int start) {
    SHORTS.set(target, start, (short) KeyGroups.group(table.hash(slot)));
    if (horizon) {
      LONGS.set(target, start + Short.BYTES, table.horizon(slot) ^ Long.MIN_VALUE);
    }
    return codec.encode(
        table.segment(slot), table.at(slot), table.arena(), target, start + prefixBytes);
  }

  /** Writes the keys of a block of slots, one each so many bytes; they are of fixed width. */
  void write(int[] slots, int from, int to, byte[] target, int start, int stride) {
    int at = start;
    for (int i = from; i < to; i++) {
      SHORTS.set(target, at, (short) KeyGroups.group(table.hash(slots[i])));
      at += stride;
    }
    if (horizon) {
      at = start + Short.BYTES;
      for (int i = from; i < to; i++) {
        LONGS.set(target, at, table.horizon(slots[i]) ^ Long.MIN_VALUE);
        at += stride;
      }
    }
    codec.encode(
        table.segments(),
        table.width(),
        table.arena(),
        slots,
        from,
        to,
        target,
        start + prefixBytes,
        stride);
  }
}
