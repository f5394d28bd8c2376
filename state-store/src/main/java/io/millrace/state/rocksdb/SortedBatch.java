package io.millrace.state.rocksdb;

import io.millrace.state.StateOutput;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes to one family in the form in which RocksDB takes a batch as a whole, so that a call leads
 * into native code once for thousands of keys. Best in the order of keys.
 */
public final class SortedBatch {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** A sequence number, which RocksDB sets, and the number of writes. */
  private static final int HEADER_BYTES = 12;

  private static final int COUNT_AT = 8;
  private static final int DELETE = 0x4;
  private static final int PUT = 0x5;

  private final StateOutput output = new StateOutput();
  private int count;

  SortedBatch() {
    clear();
  }

  void clear() {
    output.clear();
    output.writeLong(0);
    output.writeInt(0);
    count = 0;
  }

  /** Puts a key whose value lies in the same array. */
  public void put(
      Family family, byte[] source, int keyStart, int keyLength, int valueStart, int valueLength) {
    output.writeByte(PUT);
    output.writeVarInt(family.id());
    output.writeVarInt(keyLength);
    output.writeBytes(source, keyStart, keyLength);
    output.writeVarInt(valueLength);
    output.writeBytes(source, valueStart, valueLength);
    count++;
  }

  /** Puts a key of another family. */
  void put(int familyId, byte[] key, byte[] value) {
    output.writeByte(PUT);
    output.writeVarInt(familyId);
    output.writeVarInt(key.length);
    output.writeBytes(key, 0, key.length);
    output.writeVarInt(value.length);
    output.writeBytes(value, 0, value.length);
    count++;
  }

  /** Deletes a key of another family. */
  void delete(int familyId, byte[] key) {
    output.writeByte(DELETE);
    output.writeVarInt(familyId);
    output.writeVarInt(key.length);
    output.writeBytes(key, 0, key.length);
    count++;
  }

  public void delete(Family family, byte[] source, int keyStart, int keyLength) {
    output.writeByte(DELETE);
    output.writeVarInt(family.id());
    output.writeVarInt(keyLength);
    output.writeBytes(source, keyStart, keyLength);
    count++;
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** How large it has become. */
  public int bytes() {
    return output.size() - HEADER_BYTES;
  }

  byte[] toByteArray() {
    byte[] batch = Arrays.copyOf(output.array(), output.size());
    INTS.set(batch, COUNT_AT, count);
    return batch;
  }
}
