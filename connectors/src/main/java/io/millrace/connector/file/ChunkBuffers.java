package io.millrace.connector.file;

import io.millrace.connector.format.Bytes;
import io.millrace.connector.format.RowMemory;
import java.util.ArrayDeque;

/**
 * The arrays that chunks are read and decoded into. When nobody refers to them any more they come
 * back, so that the next chunk finds memory that is clean and in the processor's cache.
 * Thread-safe.
 */
final class ChunkBuffers {
  /** More than there are chunks being decoded at a time. */
  private static final int MOST = 64;

  private final int length;
  private final ArrayDeque<byte[]> bytes = new ArrayDeque<>();
  private final ArrayDeque<RowMemory> rows = new ArrayDeque<>();

  /**
   * @param content bytes of content of an ordinary buffer
   */
  ChunkBuffers(int content) {
    this.length = content + Bytes.SLACK;
  }

  /** An array with room for so many bytes of content, and {@link Bytes#SLACK} more. */
  byte[] takeBytes(int content) {
    int wanted = content + Bytes.SLACK;
    if (wanted > length) {
      return new byte[wanted];
    }
    synchronized (bytes) {
      if (!bytes.isEmpty()) {
        return bytes.pop();
      }
    }
    return new byte[length];
  }

  /** Takes back an array that nothing refers to. */
  void giveBack(byte[] buffer) {
    if (buffer.length == length) {
      synchronized (bytes) {
        if (bytes.size() < MOST) {
          bytes.push(buffer);
        }
      }
    }
  }

  RowMemory takeRows() {
    synchronized (rows) {
      if (!rows.isEmpty()) {
        return rows.pop();
      }
    }
    return new RowMemory();
  }

  /** Takes back arrays of columns that nothing refers to. */
  void giveBack(RowMemory memory) {
    memory.reuse();
    synchronized (rows) {
      if (rows.size() < MOST) {
        rows.push(memory);
      }
    }
  }
}
