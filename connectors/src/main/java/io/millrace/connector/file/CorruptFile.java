package io.millrace.connector.file;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.io.EOFException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a file that cannot be read. */
final class CorruptFile {
  private static final Logger LOG = LoggerFactory.getLogger(CorruptFile.class);

  private CorruptFile() {}

  /** The failure to read a file that ends before the end it had when it was taken. */
  static IOException shorter(long place, long size) {
    return new EOFException(
        "it ends at byte " + place + ", and had " + size + " bytes when it was taken");
  }

  /**
   * Accepts that the rest of a file is left out, if the options allow it.
   *
   * @throws io.millrace.api.error.MillraceException SOURCE_FAILED if not
   */
  static void accept(TakenFile file, FileSourceOptions options, IOException cause) {
    if (!options.ignoreCorrupt()) {
      throw error(ErrorCode.SOURCE_FAILED, file.path(), "reading failed: " + cause.getMessage())
          .hint("ignoreCorruptFiles = true skips the rest of such files, and counts them")
          .cause(cause)
          .build();
    }
    LOG.warn("the rest of {} cannot be read and is skipped: {}", file.path(), cause.toString());
  }
}
