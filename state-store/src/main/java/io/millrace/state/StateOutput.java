package io.millrace.state;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes of state on their way to the log; grows as needed and is used again. Not thread-safe. */
public final class StateOutput {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** What arrays of all JVMs can have. */
  private static final int LARGEST = Integer.MAX_VALUE - 64;

  private byte[] bytes = new byte[256];
  private int size;

  /** The bytes written, up to {@link #size()}; valid until the next call. */
  public byte[] array() {
    return bytes;
  }

  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
  }

  /** Goes back to a size that it had before. */
  public void truncate(int newSize) {
    if (newSize > size) {
      throw new IllegalArgumentException("cannot truncate " + size + " bytes to " + newSize);
    }
    size = newSize;
  }

  /**
   * Makes room for that many bytes more, so that they can be written into {@link #array()}.
   *
   * @throws MillraceException BATCH_TOO_LARGE if no array has that room
   */
  public void reserve(int more) {
    if (bytes.length - size < more) {
      long wanted = (long) size + more;
      if (wanted > LARGEST) {
        throw error(ErrorCode.BATCH_TOO_LARGE, wanted)
            .hint(
                "let batches be smaller:  OPTIONS (maxFilesPerTrigger = 10), or maxBytesPerTrigger")
            .build();
      }
      bytes = Arrays.copyOf(bytes, (int) Math.max(wanted, Math.min(2L * bytes.length, LARGEST)));
    }
  }

  /** Counts bytes as written that were put into {@link #array()} behind {@link #size()}. */
  public void advance(int written) {
    size += written;
  }

  public void writeByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  /** Four bytes, high first. */
  public void writeInt(int value) {
    reserve(4);
    INTS.set(bytes, size, value);
    size += 4;
  }

  /** Eight bytes, high first. */
  public void writeLong(long value) {
    reserve(8);
    LONGS.set(bytes, size, value);
    size += 8;
  }

  /** An int of any sign in one to five bytes, seven bits each, low first; small ones are short. */
  public void writeVarInt(int value) {
    reserve(5);
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  public void writeBytes(byte[] source, int start, int length) {
    reserve(length);
    System.arraycopy(source, start, bytes, size, length);
    size += length;
  }

  /** Four bytes written before. */
  public int getInt(int at) {
    return (int) INTS.get(bytes, at);
  }

  /** Overwrites eight bytes written before. */
  public void setLong(int at, long value) {
    LONGS.set(bytes, at, value);
  }

  /** Overwrites four bytes written before. */
  public void setInt(int at, int value) {
    INTS.set(bytes, at, value);
  }
}
