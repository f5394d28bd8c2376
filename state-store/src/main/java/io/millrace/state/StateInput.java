package io.millrace.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads what {@link StateOutput} wrote. Reading beyond the end throws {@link
 * IndexOutOfBoundsException}. Not thread-safe.
 */
public final class StateInput {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = {};
  private int position;
  private int end;

  /** Begins to read a range of bytes, which are not copied. */
  public void set(byte[] source, int start, int length) {
    bytes = source;
    position = start;
    end = start + length;
  }

  public byte[] array() {
    return bytes;
  }

  public int position() {
    return position;
  }

  public int remaining() {
    return end - position;
  }

  public byte readByte() {
    check(1);
    return bytes[position++];
  }

  public int readInt() {
    check(4);
    int value = (int) INTS.get(bytes, position);
    position += 4;
    return value;
  }

  public long readLong() {
    check(8);
    long value = (long) LONGS.get(bytes, position);
    position += 8;
    return value;
  }

  public int readVarInt() {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      byte next = readByte();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalStateException("a number is longer than five bytes");
  }

  /** Passes over bytes, which are in {@link #array()} from the returned place on. */
  public int skip(int length) {
    check(length);
    int start = position;
    position += length;
    return start;
  }

  private void check(int length) {
    if (length < 0 || end - position < length) {
      throw new IndexOutOfBoundsException(length + " bytes of " + (end - position));
    }
  }
}
