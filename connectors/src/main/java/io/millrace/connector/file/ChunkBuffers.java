package io.millrace.connector.file;

import io.millrace.connector.format.Bytes;
import java.util.ArrayDeque;

/**
 * The arrays that chunks are read into. One whose rows do not refer to it comes back when it is
 * decoded, so that the next chunk finds memory that is clean and in the processor's cache.
 * Thread-safe.
 */
final class ChunkBuffers {
  /** More than there are chunks being decoded at a time. */
  private static final int MOST = 64;

  private final int length;
  private final ArrayDeque<byte[]> free = new ArrayDeque<>();

  /**
   * @param content bytes of content of an ordinary chunk
   */
  ChunkBuffers(int content) {
    this.length = content + Bytes.SLACK;
  }

  /** An array with room for so many bytes of content, and {@link Bytes#SLACK} more. */
  byte[] take(int content) {
    int wanted = content + Bytes.SLACK;
    if (wanted <= length) {
      synchronized (free) {
        if (!free.isEmpty()) {
          return free.pop();
        }
      }
    }
    return new byte[wanted];
  }

  /** Takes back an array that nothing refers to. */
  void giveBack(byte[] buffer) {
    if (buffer.length == length) {
      synchronized (free) {
        if (free.size() < MOST) {
          free.push(buffer);
        }
      }
    }
  }
}
