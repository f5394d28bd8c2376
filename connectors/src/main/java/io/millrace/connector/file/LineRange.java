package io.millrace.connector.file;

import io.millrace.api.connector.Chunk;
import io.millrace.connector.format.Bytes;
import io.millrace.connector.format.Records;
import io.millrace.connector.format.RowMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The records that begin in a range of a file. They are read in blocks that stay in the processor's
 * cache until they are decoded; each block begins with a record and ends with one.
 */
final class LineRange implements Chunk {
  /**
   * How much is read at a time.
   *
   * @param range bytes of a range
   * @param block bytes of a block, unless a record is longer
   * @param beyond what is read beyond the end of the range to find the end of its last record
   */
  record Sizes(int range, int block, int beyond) {
    static final Sizes USUAL = new Sizes(1 << 20, 1 << 18, 1 << 12);

    /** The bytes of content of an ordinary buffer: a record of the largest size fits at last. */
    int buffer(int maxRecordSize) {
      return Math.min(block + beyond, maxRecordSize + 1);
    }
  }

  private static final byte[] NO_BUFFER = {};

  private final LineFile file;
  private final long from;
  private final long to;
  private final List<byte[]> buffers = new ArrayList<>(1);
  private final RowMemory columns;
  private byte[] buffer = NO_BUFFER;

  LineRange(LineFile file, long from, long to) {
    this.file = file;
    this.from = from;
    this.to = to;
    this.columns = file.buffers().takeRows();
  }

  @Override
  public void decode(Output output) {
    try {
      long place = file.isBehindOthers(from) ? firstBlock(output) : from;
      while (place < to) {
        place = block(place, output);
      }
    } catch (IOException e) {
      file.failed(e, output);
    } finally {
      file.bytes().leave();
      if (!file.plan().rowsReferToInput()) {
        giveBuffersBack();
      }
    }
  }

  private void takeBuffer() {
    buffer = file.buffers().takeBytes(file.sizes().buffer(file.maxRecordSize()));
    buffers.add(buffer);
  }

  /**
   * Decodes the first records of a range that others are before: they begin behind a line feed,
   * which may be the last byte before the range. Where the next record begins.
   */
  private long firstBlock(Output output) throws IOException {
    long place = from - 1;
    int length = readBlock(place);
    int begin = behindLineFeed(place, length);
    if (begin > length) {
      return firstRecord(place + length);
    }
    int end = endOfRecords(place, length);
    if (end <= begin) {
      return place + begin;
    }
    decode(place, begin, end, output);
    return place + end;
  }

  /** The place in the buffer where a record of this range begins; beyond its content if none. */
  private int behindLineFeed(long place, int length) {
    int last = (int) Math.min(length, to - 1 - place);
    int feed = Bytes.indexOf(buffer, 0, last, (byte) '\n');
    return feed < last ? feed + 1 : length + 1;
  }

  /** Where the first record of the range begins behind a place; its end if there is none. */
  private long firstRecord(long place) throws IOException {
    long at = place;
    while (at < to - 1) {
      int length = readBlock(at);
      int begin = behindLineFeed(at, length);
      if (begin <= length) {
        return at + begin;
      }
      at += length;
    }
    return to;
  }

  private int readBlock(long place) throws IOException {
    if (buffer.length == 0) {
      takeBuffer();
    }
    return read(place, Math.min(file.sizes().block(), to - place) + file.sizes().beyond());
  }

  private int read(long place, long length) throws IOException {
    int room = buffer.length - Bytes.SLACK;
    return file.bytes().read(place, buffer, 0, (int) Math.min(length, room));
  }

  /** Decodes some records; where the next one begins. */
  private long block(long place, Output output) throws IOException {
    int length = readBlock(place);
    int end = endOfRecords(place, length);
    while (end <= 0) {
      if (length > file.maxRecordSize()) {
        LongRecord.report(file.plan(), file.maxRecordSize(), place, output);
        return behindRecord(place + length);
      }
      length = readMore(place, length);
      end = endOfRecords(place, length);
    }
    decode(place, 0, end, output);
    return place + end;
  }

  /** Reads more from the same place, into a larger buffer if need be. */
  private int readMore(long place, int length) throws IOException {
    if (length == buffer.length - Bytes.SLACK) {
      long content = Math.min(2L * length, file.maxRecordSize() + 1L);
      buffer = new byte[(int) content + Bytes.SLACK];
    }
    return read(place, buffer.length);
  }

  /** How many bytes of the buffer are whole records of this range; none if not positive. */
  private int endOfRecords(long place, int length) {
    boolean atEnd = place + length == file.bytes().size() && length <= file.maxRecordSize();
    if (place + length >= to) {
      int last = (int) (to - 1 - place);
      int end = Bytes.indexOf(buffer, last, length, (byte) '\n');
      if (end < length) {
        return end + 1;
      }
    }
    if (atEnd) {
      return length;
    }
    int end = length;
    while (end > 0 && buffer[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private void decode(long place, int begin, int end, Output output) {
    int last = buffer[end - 1] == '\n' ? end - 1 : end;
    buffer[last] = '\n';
    file.decoders().decode(new Records(buffer, begin, last, place), columns, output);
    if (file.plan().rowsReferToInput()) {
      buffer = NO_BUFFER;
    }
  }

  /** Where the record ends that goes on at a place. */
  private long behindRecord(long place) throws IOException {
    long at = place;
    while (true) {
      int length = read(at, file.sizes().block());
      int end = Bytes.indexOf(buffer, 0, length, (byte) '\n');
      if (end < length) {
        return at + end + 1;
      }
      if (length == 0) {
        return at;
      }
      at += length;
    }
  }

  @Override
  public void release() {
    giveBuffersBack();
    file.buffers().giveBack(columns);
  }

  private void giveBuffersBack() {
    buffers.forEach(file.buffers()::giveBack);
    buffers.clear();
    buffer = NO_BUFFER;
  }
}
