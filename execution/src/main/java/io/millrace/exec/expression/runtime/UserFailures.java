package io.millrace.exec.expression.runtime;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import java.util.Optional;

/** What the user's functions throw, as errors of the functions. */
public final class UserFailures {
  private UserFailures() {}

  /**
   * The error for what the code of a function threw.
   *
   * @param position of the call in the script
   */
  public static MillraceException of(
      String function, Optional<SourcePosition> position, Throwable thrown) {
    if (thrown instanceof VirtualMachineError fatal) {
      throw fatal;
    }
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    String message = thrown.getMessage();
    String name = thrown.getClass().getSimpleName();
    return error(
            ErrorCode.USER_FUNCTION_FAILED,
            "function " + function,
            message == null ? name : name + ": " + message)
        .at(position)
        .hint("leave such rows out with WHERE, or let the function return NULL for them")
        .cause(thrown)
        .build();
  }

  /** The error for what a function gave that its type cannot hold. */
  public static MillraceException ofResult(
      String function, Optional<SourcePosition> position, RuntimeException thrown) {
    return error(
            ErrorCode.USER_FUNCTION_FAILED,
            "function " + function,
            "its result is not of the declared type: " + thrown.getMessage())
        .at(position)
        .hint("declare the type that it gives:   CREATE OR REPLACE FUNCTION " + function + " …")
        .cause(thrown)
        .build();
  }
}
