package io.millrace.api.function;

import java.util.Iterator;

/** Makes any number of values of all values of a key. */
@FunctionalInterface
public interface FlatMapGroupsFunction<K, V, R> {

  /** The values for a key; read to its end before the next call. */
  Iterator<R> call(K key, Iterator<V> values) throws Exception;
}
