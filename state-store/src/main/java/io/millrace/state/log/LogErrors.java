package io.millrace.state.log;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The errors of this package, with the file, the place and the system's reason. */
final class LogErrors {
  private LogErrors() {}

  static MillraceException damaged(Path file, long offset, String what) {
    return error(ErrorCode.CHECKPOINT_CORRUPT, file, "at byte " + offset + ", " + what).build();
  }

  static MillraceException missing(Path file) {
    return error(ErrorCode.CHECKPOINT_CORRUPT, file, "it is missing").build();
  }

  static MillraceException unreadable(Path file, IOException failure) {
    if (failure instanceof ClosedByInterruptException) {
      return error(ErrorCode.INTERRUPTED).cause(failure).build();
    }
    if (failure instanceof NoSuchFileException) {
      return missing(file);
    }
    return error(ErrorCode.CHECKPOINT_CORRUPT, file, "cannot be read: " + reason(failure))
        .cause(failure)
        .build();
  }

  static MillraceException writeFailed(Path file, IOException failure) {
    return error(ErrorCode.CHECKPOINT_WRITE_FAILED, file, reason(failure)).cause(failure).build();
  }

  /** What the operating system says, without the file, which the message names already. */
  private static String reason(IOException failure) {
    if (failure instanceof ClosedByInterruptException) {
      return "the writing thread was interrupted";
    }
    if (failure instanceof FileSystemException named && named.getReason() != null) {
      return named.getReason();
    }
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
