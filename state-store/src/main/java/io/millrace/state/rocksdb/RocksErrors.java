package io.millrace.state.rocksdb;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** The errors of this package, with the file if RocksDB names it. */
final class RocksErrors {
  private static final Pattern FILE =
      Pattern.compile("(\\d+\\.sst|MANIFEST-\\d+|CURRENT|OPTIONS-\\d+|IDENTITY)\\b");

  private static final Pattern OFFSET = Pattern.compile("\\boffset (\\d+)");

  private RocksErrors() {}

  static MillraceException readFailed(Path directory, RocksDBException failure) {
    return corrupt(file(directory, failure), damage(failure)).cause(failure).build();
  }

  /** What is damaged here cannot be given up, as the end of the log can. */
  static MillraceException.Builder corrupt(Path file, String what) {
    return error(ErrorCode.CHECKPOINT_CORRUPT, file, what)
        .hint("put back a copy of the whole directory that was made while no query ran")
        .hint("or begin anew:  CHECKPOINT 'another directory'");
  }

  static MillraceException writeFailed(Path directory, RocksDBException failure) {
    if (code(failure) == Status.Code.Corruption) {
      return readFailed(directory, failure);
    }
    return error(ErrorCode.CHECKPOINT_WRITE_FAILED, file(directory, failure), reason(failure))
        .cause(failure)
        .build();
  }

  private static Status.Code code(RocksDBException failure) {
    return failure.getStatus() == null ? Status.Code.Undefined : failure.getStatus().getCode();
  }

  private static Path file(Path directory, RocksDBException failure) {
    Matcher matcher = FILE.matcher(reason(failure));
    return matcher.find() ? directory.resolve(matcher.group(1)) : directory;
  }

  /** What is wrong with a file; RocksDB's own words are those of its programmers. */
  private static String damage(RocksDBException failure) {
    String reason = reason(failure);
    if (reason.contains("No such file")) {
      return "it is missing";
    }
    if (reason.contains("checksum mismatch")) {
      Matcher offset = OFFSET.matcher(reason);
      String place = offset.find() ? "at byte " + offset.group(1) + ", " : "";
      return place + "what it holds is not what was written";
    }
    return reason;
  }

  private static String reason(RocksDBException failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? code(failure).name() : message;
  }
}
