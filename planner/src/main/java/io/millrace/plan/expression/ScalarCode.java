package io.millrace.plan.expression;

import java.lang.invoke.MethodHandle;

/**
 * A scalar function in Java, as expressions hold it. Its arguments and result are objects as {@link
 * JavaValues} makes them, null for NULL.
 */
public interface ScalarCode {
  /** The most parameters that it can have. */
  int MAX_PARAMETERS = 10;

  /** Its name and types: equal for code that may take the place of another. */
  String signature();

  /** Whether there is no call, and the result NULL, where that argument is NULL. */
  boolean skipsNull(int parameter);

  /**
   * What to call, in one worker: takes as many Objects as there are parameters and gives an Object.
   */
  MethodHandle newHandle();
}
