package io.millrace.api.function;

import io.millrace.api.state.GroupState;
import java.util.Iterator;

/** Makes any number of values of the new values of a key and what is remembered of it. */
@FunctionalInterface
public interface FlatMapGroupsWithStateFunction<K, V, S, R> {

  /**
   * The values for a key. Called once a batch for every key with new values, then, without values,
   * for every key whose timeout is due ({@link GroupState#hasTimedOut}). What is returned is read
   * to its end before the state is taken over.
   */
  Iterator<R> call(K key, Iterator<V> values, GroupState<S> state) throws Exception;
}
