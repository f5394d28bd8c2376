package io.millrace.exec.expression;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.expression.codegen.CalcGenerator.Program;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The code of a calc, twice: first such as is compiled fast, and such as runs fast once it is known
 * that many rows go through it. For the few rows of a small table compiling is all that takes time.
 * Threads share it.
 */
final class Programs {
  /** So many rows take about as long as compiling loops for them. */
  static final int FEW_ROWS = 65_536;

  private final Program first;
  private final Supplier<Program> faster;
  private Optional<Program> fast = Optional.empty();

  /**
   * @param faster makes the code that runs faster
   */
  Programs(Program first, Supplier<Program> faster) {
    this.first = first;
    this.faster = faster;
  }

  Program first() {
    return first;
  }

  /** The code that runs fast; the first if that has no room in a class. */
  synchronized Program fast() {
    if (fast.isEmpty()) {
      fast = Optional.of(compiled());
    }
    return fast.get();
  }

  private Program compiled() {
    try {
      return faster.get();
    } catch (MillraceException failure) {
      if (failure.code() == ErrorCode.CODE_TOO_LARGE) {
        return first;
      }
      throw failure;
    }
  }
}
