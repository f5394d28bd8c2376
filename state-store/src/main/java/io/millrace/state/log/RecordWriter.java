package io.millrace.state.log;

import static io.millrace.state.log.Sectors.CONTENT_BYTES;
import static io.millrace.state.log.Sectors.PAGE_BYTES;
import static io.millrace.state.log.Sectors.SECTOR_BYTES;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Cuts the records of one segment into tagged sectors and writes each in one piece, if it fits into
 * the buffer. The buffer begins at a page of memory: a process that is killed while the system
 * copies from it leaves whole pages.
 */
final class RecordWriter {
  private static final int SMALLEST_BUFFER = 16 * PAGE_BYTES;
  private static final int LARGEST_BUFFER = 256 * PAGE_BYTES;

  private final FileChannel channel;
  private final int segment;
  private final Sectors sectors;
  private ByteBuffer buffer;
  private long position;
  private long tag;

  RecordWriter(FileChannel channel, int segment) {
    this.channel = channel;
    this.segment = segment;
    this.sectors = new Sectors(segment);
    this.buffer = allocate(SMALLEST_BUFFER);
  }

  /** Writes a record that begins at a page; touches no pages but its own. */
  void write(int page, RecordHead head, byte[] header, byte[] body) throws IOException {
    reserve(head.pages() * PAGE_BYTES);
    position = (long) page * PAGE_BYTES;
    tag = sectors.head();
    put(head.encode(segment, page), RecordHead.BYTES);
    put(header, head.headerLength());
    put(body, head.bodyLength());
    pad();
    flush();
  }

  private void reserve(long bytes) {
    if (bytes > buffer.capacity() && buffer.capacity() < LARGEST_BUFFER) {
      buffer = allocate((int) Math.min(LARGEST_BUFFER, Math.max(bytes, 2L * buffer.capacity())));
    }
    buffer.clear();
  }

  private static ByteBuffer allocate(int bytes) {
    ByteBuffer raw = ByteBuffer.allocateDirect(bytes + PAGE_BYTES);
    return raw.alignedSlice(PAGE_BYTES).slice(0, bytes);
  }

  private void put(byte[] source, int length) throws IOException {
    int from = 0;
    while (from < length) {
      int inSector = buffer.position() % SECTOR_BYTES;
      int count = Math.min(length - from, CONTENT_BYTES - inSector);
      buffer.put(source, from, count);
      from += count;
      if (inSector + count == CONTENT_BYTES) {
        endSector();
      }
    }
  }

  private void pad() throws IOException {
    while (buffer.position() % PAGE_BYTES != 0) {
      int zeros = CONTENT_BYTES - buffer.position() % SECTOR_BYTES;
      for (int i = 0; i < zeros; i++) {
        buffer.put((byte) 0);
      }
      endSector();
    }
  }

  private void endSector() throws IOException {
    buffer.putLong(tag);
    tag = sectors.body();
    if (!buffer.hasRemaining()) {
      flush();
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      position += channel.write(buffer, position);
    }
    buffer.clear();
  }
}
