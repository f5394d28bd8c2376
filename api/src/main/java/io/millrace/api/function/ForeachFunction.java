package io.millrace.api.function;

/** Is told every value. */
@FunctionalInterface
public interface ForeachFunction<T> {

  /** Takes a value. */
  void call(T value) throws Exception;
}
