package io.millrace.api.function;

/** Is told two values: in {@code foreachBatch} the rows of a batch and its number. */
@FunctionalInterface
public interface VoidFunction2<T, U> {

  /** Takes two values. */
  void call(T first, U second) throws Exception;
}
