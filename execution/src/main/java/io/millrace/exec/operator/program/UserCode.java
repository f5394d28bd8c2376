package io.millrace.exec.operator.program;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;

/** What becomes of whatever a program's own code throws. */
final class UserCode {
  private UserCode() {}

  /**
   * The end of the query, with what was thrown as its cause.
   *
   * @param method the function was handed to
   */
  static MillraceException failed(String method, Throwable thrown) {
    if (thrown instanceof MillraceException coded) {
      return coded;
    }
    if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
      throw error;
    }
    if (thrown instanceof InterruptedException) {
      // whoever stops the query looks for it
      Thread.currentThread().interrupt();
    }
    return error(ErrorCode.USER_FUNCTION_FAILED, "the function of " + method, thrown)
        .cause(thrown)
        .build();
  }
}
