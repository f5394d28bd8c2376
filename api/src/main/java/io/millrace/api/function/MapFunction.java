package io.millrace.api.function;

/** Makes one value of each value. */
@FunctionalInterface
public interface MapFunction<T, U> {

  /** The value that takes the place of another. */
  U call(T value) throws Exception;
}
