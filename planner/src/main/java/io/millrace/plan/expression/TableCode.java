package io.millrace.plan.expression;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A table function in Java. Arguments and values are objects as {@link JavaValues} makes them, null
 * for NULL. What the user's code throws comes out as it is.
 */
public interface TableCode {

  /** Its name and types: equal for code that may take the place of another. */
  String signature();

  /** Whether there are no rows where that argument is NULL. */
  boolean skipsNull(int parameter);

  /** What to call, in one worker. */
  Instance newInstance();

  /** The function of one worker. */
  interface Instance {
    /** The rows for these arguments, a value for each column. */
    Iterator<@Nullable Object[]> rows(@Nullable Object[] arguments) throws Throwable;
  }
}
