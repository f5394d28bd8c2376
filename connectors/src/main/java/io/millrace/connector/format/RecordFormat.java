package io.millrace.connector.format;

import io.millrace.api.connector.Chunk;
import java.io.IOException;
import java.io.InputStream;

/** How records lie in a stream of bytes. Immutable; used by several threads. */
public interface RecordFormat {

  /** The bytes to cut into records; a format may rewrite them so that records are lines. */
  default InputStream open(InputStream raw) throws IOException {
    return raw;
  }

  /** Whether {@link #open} rewrites, so that lines are not those of the file any more. */
  default boolean rewrites() {
    return false;
  }

  /** Whether each file begins with a line that names the columns. */
  default boolean hasHeader() {
    return false;
  }

  /** Whether each line of a file is a record, so that a file can be read from any line on. */
  boolean linesAreRecords();

  /**
   * Where the last whole record ends, behind its line feed.
   *
   * @param from where a record begins
   * @return −1 if there is no whole record
   */
  default int lastRecordEnd(byte[] data, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (data[i] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  /**
   * Prepares to decode records of one file.
   *
   * @param header the line that names the columns; empty without one
   */
  Decoders bind(RecordPlan plan, byte[] header);

  /** Decodes chunks, each independently of the others. Used by several threads. */
  interface Decoders {

    /**
     * Decodes records.
     *
     * @param memory where the columns lie, besides text, which stays in the records' array
     */
    void decode(Records records, RowMemory memory, Chunk.Output output);
  }
}
