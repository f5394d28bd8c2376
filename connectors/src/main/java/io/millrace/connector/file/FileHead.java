package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.connector.format.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What stands before the records of a file: a byte order mark, the line that names the columns.
 *
 * @param header that line; empty without one
 * @param length where the records begin
 * @param rest what was read of the records
 */
record FileHead(byte[] header, long length, byte[] rest) {
  private static final int FIRST_READ = 64;

  /** Gives the bytes of the file in order; −1 at its end. */
  interface Input {
    int read(byte[] target, int from, int length) throws IOException;
  }

  static FileHead read(Input in, boolean hasHeader, int maxRecordSize, Path path)
      throws IOException {
    byte[] bytes = new byte[FIRST_READ];
    int length = fill(in, bytes, 0);
    int begin = startsWithMark(bytes, length) ? 3 : 0;
    if (!hasHeader) {
      return new FileHead(new byte[0], begin, Arrays.copyOfRange(bytes, begin, length));
    }
    int end = Bytes.indexOf(bytes, begin, length, (byte) '\n');
    while (end == length && length == bytes.length) {
      if (length >= maxRecordSize) {
        throw error(ErrorCode.RECORD_TOO_LARGE, path + ":1", maxRecordSize + " bytes")
            .detail("the header line has no end")
            .build();
      }
      bytes = Arrays.copyOf(bytes, 2 * length);
      int searched = length;
      length = fill(in, bytes, length);
      end = Bytes.indexOf(bytes, searched, length, (byte) '\n');
    }
    int records = Math.min(end + 1, length);
    return new FileHead(
        Arrays.copyOfRange(bytes, begin, end), records, Arrays.copyOfRange(bytes, records, length));
  }

  private static boolean startsWithMark(byte[] bytes, int length) {
    return length >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF;
  }

  /** Reads until the array is full or the file ends; the new length. */
  private static int fill(Input in, byte[] bytes, int from) throws IOException {
    int length = from;
    while (length < bytes.length) {
      int count = in.read(bytes, length, bytes.length - length);
      if (count < 0) {
        break;
      }
      length += count;
    }
    return length;
  }
}
