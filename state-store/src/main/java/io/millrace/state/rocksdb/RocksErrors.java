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

  private RocksErrors() {}

  static MillraceException readFailed(Path directory, RocksDBException failure) {
    return error(ErrorCode.CHECKPOINT_CORRUPT, file(directory, failure), reason(failure))
        .cause(failure)
        .build();
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

  private static String reason(RocksDBException failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? code(failure).name() : message;
  }
}
