package io.millrace.api.function;

/** Makes one value of two; associative. */
@FunctionalInterface
public interface ReduceFunction<T> {

  /** The value that stands for both. */
  T call(T left, T right) throws Exception;
}
