package io.millrace.api.function;

import java.util.Iterator;

/** Makes values of the values of a piece of input, all in one call. */
@FunctionalInterface
public interface MapPartitionsFunction<T, U> {

  /** The values that take the place of those of a piece of input. */
  Iterator<U> call(Iterator<T> values) throws Exception;
}
