package io.millrace.api.function;

/** Is told a value. */
@FunctionalInterface
public interface VoidFunction<T> {

  /** Takes a value. */
  void call(T value) throws Exception;
}
