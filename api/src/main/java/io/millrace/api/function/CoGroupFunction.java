package io.millrace.api.function;

import java.util.Iterator;

/** Makes any number of values of all values of a key on two sides. */
@FunctionalInterface
public interface CoGroupFunction<K, V, W, R> {

  /** The values for a key; either side may have none. */
  Iterator<R> call(K key, Iterator<V> left, Iterator<W> right) throws Exception;
}
