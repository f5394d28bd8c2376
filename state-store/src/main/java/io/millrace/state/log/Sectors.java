package io.millrace.state.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Pages, sectors and their tags; the package describes them. */
final class Sectors {
  static final int PAGE_BYTES = 4096;
  static final int SECTOR_BYTES = 512;
  static final int TAG_BYTES = 8;
  static final int CONTENT_BYTES = SECTOR_BYTES - TAG_BYTES;
  static final int SECTORS_PER_PAGE = PAGE_BYTES / SECTOR_BYTES;

  private static final int HEAD = 1;
  private static final int BODY = 2;
  private static final int SEAL = 3;
  private static final int CHECK_OF_BLANK = checksum(0, 0);

  private final int segment;
  private final long head;
  private final long body;
  private final long seal;

  /** A tag that was found to be of an earlier life; mostly the next one is equal. */
  private long stale;

  Sectors(int segment) {
    this.segment = segment;
    this.head = tag(segment, HEAD);
    this.body = tag(segment, BODY);
    this.seal = tag(segment, SEAL);
  }

  /** The tag of a sector in which a record begins. */
  long head() {
    return head;
  }

  /** The tag of a sector in which a record goes on. */
  long body() {
    return body;
  }

  long seal() {
    return seal;
  }

  /** Whether a sector with this tag has not been written, or not to its end, in this segment. */
  boolean isBlank(long tag) {
    if (tag == 0 || tag == stale) {
      return true;
    }
    int owner = (int) (tag >>> Integer.SIZE);
    if (owner <= 0 || owner >= segment) {
      return false;
    }
    boolean known = tag == tag(owner, HEAD) || tag == tag(owner, BODY) || tag == tag(owner, SEAL);
    if (known) {
      stale = tag;
    }
    return known;
  }

  /** Pages that so many bytes of content take. */
  static long pages(long contentBytes) {
    long perPage = (long) SECTORS_PER_PAGE * CONTENT_BYTES;
    return (contentBytes + perPage - 1) / perPage;
  }

  private static long tag(int segment, int kind) {
    int check = checksum(segment, kind) ^ CHECK_OF_BLANK;
    return (long) segment << Integer.SIZE | Integer.toUnsignedLong(check);
  }

  private static int checksum(int segment, int kind) {
    CRC32C checksum = new CRC32C();
    checksum.update(ByteBuffer.allocate(5).putInt(segment).put((byte) kind).flip());
    return (int) checksum.getValue();
  }
}
