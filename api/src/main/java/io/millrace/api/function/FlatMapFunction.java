package io.millrace.api.function;

import java.util.Iterator;

/** Makes any number of values of each value. */
@FunctionalInterface
public interface FlatMapFunction<T, R> {

  /** The values that take the place of one; read to its end before the next call. */
  Iterator<R> call(T value) throws Exception;
}
