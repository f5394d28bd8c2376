package io.millrace.api.function;

import io.millrace.api.state.GroupState;
import java.util.Iterator;

/** Makes one value of the new values of a key and what is remembered of it. */
@FunctionalInterface
public interface MapGroupsWithStateFunction<K, V, S, R> {

  /**
   * The value for a key. Called once a batch for every key with new values, then, without values,
   * for every key whose timeout is due ({@link GroupState#hasTimedOut}).
   */
  R call(K key, Iterator<V> values, GroupState<S> state) throws Exception;
}
