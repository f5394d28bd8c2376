package io.millrace.state.memory;

import io.millrace.state.format.v1.LongBytes;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes of varying length, in chunks, taken and given back by size class. An address is the chunk's
 * number in the high half and the offset in the low half.
 */
final class ByteArena implements LongBytes {
  private static final int CHUNK_BYTES = 1 << 16;
  private static final int LARGEST_SHARED = CHUNK_BYTES / 8;
  private static final byte[] NO_CHUNK = {};

  private final List<byte[]> chunks = new ArrayList<>();
  private final IntArrayList freeChunks = new IntArrayList();
  private final LongArrayList[] free = new LongArrayList[2 * Integer.SIZE];
  private int open = -1;
  private int openEnd = CHUNK_BYTES;
  private long bytes;

  /** Those of the bytes that are in use. */
  private long used;

  /** Copies bytes in. */
  long add(byte[] source, int start, int length) {
    long address = allocate(length);
    used += length;
    System.arraycopy(source, start, array(address), offset(address), length);
    return address;
  }

  @Override
  public byte[] array(long address) {
    return chunks.get((int) (address >>> 32));
  }

  @Override
  public int offset(long address) {
    return (int) address;
  }

  private long allocate(int length) {
    if (length > LARGEST_SHARED) {
      return (long) addChunk(length) << 32;
    }
    LongArrayList reusable = free[sizeClass(length)];
    if (reusable != null && !reusable.isEmpty()) {
      return reusable.popLong();
    }
    int size = classBytes(sizeClass(length));
    if (openEnd + size > CHUNK_BYTES) {
      open = addChunk(CHUNK_BYTES);
      openEnd = 0;
    }
    long address = (long) open << 32 | openEnd;
    openEnd += size;
    return address;
  }

  private int addChunk(int size) {
    byte[] chunk = new byte[size];
    bytes += size;
    if (freeChunks.isEmpty()) {
      chunks.add(chunk);
      return chunks.size() - 1;
    }
    int number = freeChunks.popInt();
    chunks.set(number, chunk);
    return number;
  }

  /** Gives back what {@link #add} took for that length. */
  void free(long address, int length) {
    used -= length;
    if (length > LARGEST_SHARED) {
      int number = (int) (address >>> 32);
      bytes -= chunks.get(number).length;
      chunks.set(number, NO_CHUNK);
      freeChunks.add(number);
      return;
    }
    int sizeClass = sizeClass(length);
    if (free[sizeClass] == null) {
      free[sizeClass] = new LongArrayList();
    }
    free[sizeClass].add(address);
  }

  /** Whether most of it is not in use. */
  boolean isSparse() {
    return bytes > 3 * used + CHUNK_BYTES;
  }

  /** Becomes another one, which is not used any more. */
  void takeOver(ByteArena other) {
    chunks.clear();
    chunks.addAll(other.chunks);
    freeChunks.clear();
    freeChunks.addAll(other.freeChunks);
    System.arraycopy(other.free, 0, free, 0, free.length);
    open = other.open;
    openEnd = other.openEnd;
    bytes = other.bytes;
    used = other.used;
  }

  boolean equal(long address, byte[] other, int start, int length) {
    byte[] chunk = array(address);
    int from = offset(address);
    return Arrays.equals(chunk, from, from + length, other, start, start + length);
  }

  long memoryBytes() {
    return bytes;
  }

  /** Two classes for each power of two from 16 on: 16, 24, 32, 48, 64, 96 … */
  private static int sizeClass(int length) {
    if (length <= 16) {
      return 0;
    }
    int log = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(length - 1);
    boolean upper = length > (1 << log) + (1 << log - 1);
    return 2 * (log - 4) + (upper ? 2 : 1);
  }

  private static int classBytes(int sizeClass) {
    int base = 16 << (sizeClass >>> 1);
    return (sizeClass & 1) == 0 ? base : base + (base >>> 1);
  }
}
