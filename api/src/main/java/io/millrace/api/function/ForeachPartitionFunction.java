package io.millrace.api.function;

import java.util.Iterator;

/** Is told the values of a partition, all in one call. */
@FunctionalInterface
public interface ForeachPartitionFunction<T> {

  /** Takes the values of a partition. */
  void call(Iterator<T> values) throws Exception;
}
