package io.millrace.exec.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.function.VoidFunction;
import java.util.concurrent.Callable;

/** A program's functions that run in the thread of the caller. */
final class ProgramCode {
  private ProgramCode() {}

  static <T> void call(String method, VoidFunction<T> function, T argument) {
    of(
        method,
        () -> {
          function.call(argument);
          return true;
        });
  }

  /** What it gives; what it throws is the cause of an error. */
  static <R> R of(String method, Callable<R> function) {
    try {
      return function.call();
    } catch (MillraceException e) {
      throw e;
    } catch (Exception e) {
      throw error(ErrorCode.USER_FUNCTION_FAILED, "the function of " + method, e).cause(e).build();
    }
  }
}
