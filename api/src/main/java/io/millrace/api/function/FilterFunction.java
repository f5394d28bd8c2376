package io.millrace.api.function;

/** Says which values stay. */
@FunctionalInterface
public interface FilterFunction<T> {

  /** Whether the value stays. */
  boolean call(T value) throws Exception;
}
