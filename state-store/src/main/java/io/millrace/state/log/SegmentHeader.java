package io.millrace.state.log;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The first page of a segment.
 *
 * @param pages of the file
 * @param first the number of the first record
 * @param previous the id of the segment before it, 0 if none
 * @param previousEnd the page at which the records of that segment end
 */
record SegmentHeader(int id, int pages, long first, int previous, int previousEnd) {
  static final byte FORMAT = 1;
  private static final byte[] MAGIC = "MillLog".getBytes(StandardCharsets.US_ASCII);
  private static final int CHECKSUM_AT = Sectors.PAGE_BYTES - Integer.BYTES;

  SegmentHeader withPages(int pagesOfFile) {
    return new SegmentHeader(id, pagesOfFile, first, previous, previousEnd);
  }

  ByteBuffer encode() {
    ByteBuffer page = ByteBuffer.allocate(Sectors.PAGE_BYTES);
    page.put(MAGIC).put(FORMAT).putInt(id).putInt(pages).putLong(first);
    page.putInt(previous).putInt(previousEnd);
    page.putInt(CHECKSUM_AT, checksum(page.array()));
    return page.clear();
  }

  /** Reads the page of a file that must be the segment of that id. */
  static SegmentHeader decode(Path file, int id, byte[] bytes) {
    ByteBuffer page = ByteBuffer.wrap(bytes);
    if (page.getInt(CHECKSUM_AT) != checksum(bytes)) {
      throw LogErrors.damaged(file, 0, "the segment's header does not fit its checksum");
    }
    byte[] magic = new byte[MAGIC.length];
    page.get(magic);
    byte format = page.get();
    if (!Arrays.equals(magic, MAGIC)) {
      throw LogErrors.damaged(file, 0, "it is no segment of a log");
    }
    if (format != FORMAT) {
      throw error(ErrorCode.CHECKPOINT_TOO_NEW, file, Byte.toUnsignedInt(format)).build();
    }
    SegmentHeader header =
        new SegmentHeader(
            page.getInt(), page.getInt(), page.getLong(), page.getInt(), page.getInt());
    if (header.id != id) {
      throw LogErrors.damaged(file, 0, "it holds segment " + header.id);
    }
    return header;
  }

  private static int checksum(byte[] page) {
    CRC32C checksum = new CRC32C();
    checksum.update(page, 0, CHECKSUM_AT);
    return (int) checksum.getValue();
  }
}
