package io.millrace.state.log;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first bytes of a record.
 *
 * @param synced a number up to which all records were synced when this one was written
 * @param checksum of header and body
 */
record RecordHead(long number, long synced, int headerLength, int bodyLength, int checksum) {
  static final int BYTES = 32;
  private static final int CHECKED_BYTES = BYTES - Integer.BYTES;

  /** Pages of the whole record. */
  long pages() {
    return pages(headerLength, bodyLength);
  }

  static long pages(int headerLength, int bodyLength) {
    return Sectors.pages((long) BYTES + headerLength + bodyLength);
  }

  byte[] encode(int segment, int page) {
    ByteBuffer bytes =
        ByteBuffer.allocate(BYTES)
            .putLong(number)
            .putLong(synced)
            .putInt(headerLength)
            .putInt(bodyLength)
            .putInt(checksum);
    bytes.putInt(checksum(segment, page, bytes.array()));
    return bytes.array();
  }

  /** Empty if the bytes are no head of a record at that place. */
  static Optional<RecordHead> decode(int segment, int page, byte[] bytes) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    RecordHead head =
        new RecordHead(from.getLong(), from.getLong(), from.getInt(), from.getInt(), from.getInt());
    boolean intact = from.getInt() == checksum(segment, page, bytes);
    return intact ? Optional.of(head) : Optional.empty();
  }

  private static int checksum(int segment, int page, byte[] head) {
    CRC32C checksum = new CRC32C();
    checksum.update(ByteBuffer.allocate(2 * Integer.BYTES).putInt(segment).putInt(page).flip());
    checksum.update(head, 0, CHECKED_BYTES);
    return (int) checksum.getValue();
  }
}
