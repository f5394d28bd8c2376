package io.millrace.state.memory;

import io.millrace.state.EncodedKeys;
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

  /** At least as many bytes as a key takes that may not be in the table. */
  int bound(EncodedKeys keys, int key) {
    return prefixBytes + codec.bound(keys.words(), key * keys.layout().width());
  }

  /** Writes a key that may not be in the table; returns where it ends. */
  int write(EncodedKeys keys, int key, byte[] target, int start) {
    SHORTS.set(target, start, (short) KeyGroups.group(keys.hashes()[key]));
    if (horizon) {
      LONGS.set(target, start + Short.BYTES, table.horizon(keys, key) ^ Long.MIN_VALUE);
    }
    return codec.encode(keys, key, target, start + prefixBytes);
  }

  /** What no key of earlier groups is behind, and none of this and later ones before. */
  static byte[] groupStart(int group) {
    byte[] start = new byte[Short.BYTES];
    SHORTS.set(start, 0, (short) group);
    return start;
  }

  /** What the keys of a group begin with that have a horizon. */
  static byte[] start(int group, long horizon) {
    byte[] start = new byte[Short.BYTES + Long.BYTES];
    SHORTS.set(start, 0, (short) group);
    LONGS.set(start, Short.BYTES, horizon ^ Long.MIN_VALUE);
    return start;
  }

  /** The horizon of a key that has one. */
  static long horizon(byte[] key, int start) {
    return (long) LONGS.get(key, start + Short.BYTES) ^ Long.MIN_VALUE;
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
