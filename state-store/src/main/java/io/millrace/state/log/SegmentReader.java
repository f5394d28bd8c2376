package io.millrace.state.log;

import static io.millrace.state.log.Sectors.CONTENT_BYTES;
import static io.millrace.state.log.Sectors.PAGE_BYTES;
import static io.millrace.state.log.Sectors.SECTOR_BYTES;

import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * Reads one segment, by way of a window on its file. What it says is always of one of three kinds:
 * it is as it was written, it was not written to its end, it is damaged. Used by one thread.
 */
final class SegmentReader implements AutoCloseable {
  private static final int WINDOW_BYTES = 32 * PAGE_BYTES;

  private final Path file;
  private final int segment;
  private final int pages;
  private final Sectors sectors;
  private final FileChannel channel;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
  private long windowStart;
  private long windowEnd;

  SegmentReader(Path file, SegmentHeader header) {
    this.file = file;
    this.segment = header.id();
    this.pages = header.pages();
    this.sectors = new Sectors(segment);
    try {
      this.channel = open(file);
    } catch (IOException failure) {
      throw LogErrors.unreadable(file, failure);
    }
  }

  /** Reads the header of the file that must be the segment of that id. */
  static SegmentHeader header(Path file, int id) {
    try (FileChannel channel = open(file)) {
      ByteBuffer page = ByteBuffer.allocate(PAGE_BYTES);
      fill(channel, page, 0);
      if (page.hasRemaining()) {
        throw LogErrors.damaged(file, page.position(), "the file ends within its header");
      }
      SegmentHeader header = SegmentHeader.decode(file, id, page.array());
      long expected = (long) header.pages() * PAGE_BYTES;
      if (channel.size() != expected) {
        throw LogErrors.damaged(
            file, channel.size(), "the file ends, which had " + expected + " bytes");
      }
      return header;
    } catch (IOException failure) {
      throw LogErrors.unreadable(file, failure);
    }
  }

  /** The header of a file that has lost its end; empty if it cannot be read, or has all. */
  static Optional<SegmentHeader> headerOfCutFile(Path file, int id) {
    try (FileChannel channel = open(file)) {
      ByteBuffer page = ByteBuffer.allocate(PAGE_BYTES);
      fill(channel, page, 0);
      if (page.hasRemaining()) {
        return Optional.empty();
      }
      SegmentHeader header = SegmentHeader.decode(file, id, page.array());
      boolean isCut =
          channel.size() >= (long) Segment.FIRST_PAGE * PAGE_BYTES
              && channel.size() < (long) header.pages() * PAGE_BYTES;
      return isCut ? Optional.of(header) : Optional.empty();
    } catch (IOException | MillraceException unreadable) {
      return Optional.empty(); // the damage that was found before is told of
    }
  }

  /** How many pages a file has as a whole. */
  static int wholePages(Path file) {
    try {
      return (int) (Files.size(file) / PAGE_BYTES);
    } catch (IOException failure) {
      throw LogErrors.unreadable(file, failure);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  /** The id of the next segment, if this one is sealed; 0 if not. */
  int next() {
    long offset = (long) Segment.SEAL_PAGE * PAGE_BYTES;
    int at = seek(offset);
    if (sectors.isBlank(window.getLong(at + CONTENT_BYTES))) {
      return 0;
    }
    int next = window.getInt(at);
    if (!isSealedBy(next)) {
      throw LogErrors.damaged(file, offset, "the seal is not what was written");
    }
    return next;
  }

  boolean isSealedBy(int next) {
    int at = seek((long) Segment.SEAL_PAGE * PAGE_BYTES);
    return window.getLong(at + CONTENT_BYTES) == sectors.seal()
        && window.getInt(at) == next
        && window.getInt(at + Integer.BYTES) == sealChecksum(segment, next);
  }

  static int sealChecksum(int segment, int next) {
    CRC32C checksum = new CRC32C();
    checksum.update(ByteBuffer.allocate(2 * Integer.BYTES).putInt(segment).putInt(next).flip());
    return (int) checksum.getValue();
  }

  /** Looks at the first sector of a record: blank, begun or damaged. */
  Finding head(int page) {
    if (page >= pages) {
      return new Finding.Blank();
    }
    long offset = (long) page * PAGE_BYTES;
    int at = seek(offset);
    long tag = window.getLong(at + CONTENT_BYTES);
    if (sectors.isBlank(tag)) {
      return new Finding.Blank();
    }
    if (tag != sectors.head()) {
      return new Finding.Damaged(offset, "no record begins where one must");
    }
    byte[] bytes = new byte[RecordHead.BYTES];
    window.get(at, bytes);
    Optional<RecordHead> head = RecordHead.decode(segment, page, bytes);
    if (head.isEmpty()) {
      return new Finding.Damaged(offset, "the head of a record does not fit its checksum");
    }
    if (head.get().pages() > pages - page) {
      return new Finding.Damaged(offset, "a record is longer than its file");
    }
    return new Finding.Begun(head.get());
  }

  /** Reads a record: never just begun. */
  Finding record(int page) {
    Finding first = head(page);
    if (first instanceof Finding.Begun begun) {
      return content(page, begun.head());
    }
    return first;
  }

  private Finding content(int page, RecordHead head) {
    byte[] header = new byte[head.headerLength()];
    byte[] body = new byte[head.bodyLength()];
    long bodyStart = RecordHead.BYTES + (long) header.length;
    long end = bodyStart + body.length;
    long offset = (long) page * PAGE_BYTES;
    boolean torn = false;
    boolean padded = true;
    long sectorCount = head.pages() * Sectors.SECTORS_PER_PAGE;
    for (long sector = 0; sector < sectorCount; sector++) {
      int at = seek(offset + sector * SECTOR_BYTES);
      long tag = window.getLong(at + CONTENT_BYTES);
      if (sectors.isBlank(tag)) {
        torn = true;
      } else if (tag != (sector == 0 ? sectors.head() : sectors.body())) {
        return new Finding.Damaged(
            offset + sector * SECTOR_BYTES, "a sector of record " + head.number() + " is foreign");
      }
      long from = sector * CONTENT_BYTES;
      copy(at, from, header, RecordHead.BYTES);
      copy(at, from, body, bodyStart);
      padded &= isZero(at, from, end);
    }
    if (torn) {
      return new Finding.Torn();
    }
    if (!padded || checksum(header, header.length, body, body.length) != head.checksum()) {
      return new Finding.Damaged(offset, "record " + head.number() + " does not fit its checksum");
    }
    return new Finding.Whole(head, new CommitLog.Record(head.number(), header, body));
  }

  static int checksum(byte[] header, int headerLength, byte[] body, int bodyLength) {
    CRC32C checksum = new CRC32C();
    checksum.update(header, 0, headerLength);
    checksum.update(body, 0, bodyLength);
    return (int) checksum.getValue();
  }

  /** Copies what a sector has of a part of the record. */
  private void copy(int at, long from, byte[] part, long partStart) {
    long begin = Math.max(from, partStart);
    long end = Math.min(from + CONTENT_BYTES, partStart + part.length);
    if (begin < end) {
      int offset = at + (int) (begin - from);
      window.get(offset, part, (int) (begin - partStart), (int) (end - begin));
    }
  }

  /** Whether what a sector has behind the end of the record is zero. */
  private boolean isZero(int at, long from, long end) {
    int bits = 0;
    for (int i = (int) Math.max(0, end - from); i < CONTENT_BYTES; i++) {
      bits |= window.get(at + i);
    }
    return bits == 0;
  }

  /**
   * Whether a record was begun at a page: more is there than a flipped bit makes of blank sectors.
   */
  boolean isWritten(int page) {
    int written = 0;
    for (int sector = 0; page < pages && sector < Sectors.SECTORS_PER_PAGE; sector++) {
      int at = seek((long) page * PAGE_BYTES + (long) sector * SECTOR_BYTES);
      written += sectors.isBlank(window.getLong(at + CONTENT_BYTES)) ? 0 : 1;
    }
    return written > 1;
  }

  /** Goes through all sectors from a page on, where no record is read any more. */
  Tail tail(int from) {
    int end = from;
    long synced = Long.MIN_VALUE;
    OptionalLong newest = OptionalLong.empty();
    for (int page = from; page < pages; page++) {
      if (head(page) instanceof Finding.Begun begun) {
        synced = Math.max(synced, begun.head().synced());
        newest = OptionalLong.of(begun.head().number());
      }
      for (int sector = 0; sector < Sectors.SECTORS_PER_PAGE; sector++) {
        int at = seek((long) page * PAGE_BYTES + (long) sector * SECTOR_BYTES);
        if (!sectors.isBlank(window.getLong(at + CONTENT_BYTES))) {
          end = page + 1;
        }
      }
    }
    return new Tail(end, synced, newest);
  }

  /**
   * What follows the last record.
   *
   * @param end the page behind the last one that is not blank
   * @param synced the newest record that heads of others there know to be synced
   * @param newest the last record whose head is there
   */
  record Tail(int end, long synced, OptionalLong newest) {}

  MillraceException damage(Finding.Damaged finding) {
    return LogErrors.damaged(file, finding.offset(), finding.what());
  }

  /** Makes a sector part of the window and returns where in it. */
  private int seek(long offset) {
    if (offset < windowStart || offset + SECTOR_BYTES > windowEnd) {
      try {
        window.clear();
        fill(channel, window, offset);
      } catch (IOException failure) {
        windowEnd = 0;
        throw LogErrors.unreadable(file, failure);
      }
      windowStart = offset;
      windowEnd = offset + window.position();
      if (window.position() < SECTOR_BYTES) {
        throw LogErrors.damaged(file, windowEnd, "the file ends");
      }
    }
    return (int) (offset - windowStart);
  }

  private static void fill(FileChannel channel, ByteBuffer target, long offset) throws IOException {
    while (target.hasRemaining()) {
      int count = channel.read(target, offset + target.position());
      if (count < 0) {
        return;
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      throw LogErrors.unreadable(file, failure);
    }
  }
}
