package io.millrace.api.function;

import java.util.Iterator;

/** Makes one value of all values of a key. */
@FunctionalInterface
public interface MapGroupsFunction<K, V, R> {

  /** The value for a key. */
  R call(K key, Iterator<V> values) throws Exception;
}
