package io.millrace.api.table;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.function.FlatMapGroupsFunction;
import io.millrace.api.function.FlatMapGroupsWithStateFunction;
import io.millrace.api.function.MapFunction;
import io.millrace.api.function.MapGroupsFunction;
import io.millrace.api.function.MapGroupsWithStateFunction;
import io.millrace.api.function.ReduceFunction;
import io.millrace.api.function.Tuple2;
import io.millrace.api.state.GroupStateTimeout;

/**
 * The objects of a dataset in groups of equal keys. Immutable and thread-safe, as {@link Dataset}.
 *
 * <p>Functions with state are called once a batch for each key with new values, in the order in
 * which keys came, and then for each key whose timeout is due; over input that ends once for each
 * key with all its values. They need input whose rows never change, and so do the others, whose
 * input must end as well.
 *
 * @param <K> the class of keys
 * @param <V> the class of values
 */
public interface KeyValueGroupedDataset<K, V> {

  /** The same groups with other values, which functions see in the place of the objects. */
  <W> KeyValueGroupedDataset<K, W> mapValues(MapFunction<V, W> function, Encoder<W> encoder);

  /** Each key once. */
  Dataset<K> keys();

  /** The number of values of each key, in the columns {@code key} and {@code count}. */
  Dataset<Tuple2<K, Long>> count();

  /**
   * One object for each key, which changes with every call: the result has one row a key. In UPDATE
   * mode a batch gives the rows of the keys that were called.
   */
  <S, U> Dataset<U> mapGroupsWithState(
      MapGroupsWithStateFunction<K, V, S, U> function,
      Encoder<S> stateEncoder,
      Encoder<U> outputEncoder);

  /** As {@link #mapGroupsWithState(MapGroupsWithStateFunction, Encoder, Encoder)}. */
  <S, U> Dataset<U> mapGroupsWithState(
      MapGroupsWithStateFunction<K, V, S, U> function,
      Encoder<S> stateEncoder,
      Encoder<U> outputEncoder,
      GroupStateTimeout timeout);

  /**
   * As {@link #mapGroupsWithState(MapGroupsWithStateFunction, Encoder, Encoder,
   * GroupStateTimeout)}, with what keys remember before their first value.
   *
   * @param initialState a state for each of some keys, of a table that ends and does not change
   *     once the query has begun. In the first batch keys of it that have no values are called too,
   *     without any. Two states of one key fail the query: VALUE_INVALID
   */
  <S, U> Dataset<U> mapGroupsWithState(
      MapGroupsWithStateFunction<K, V, S, U> function,
      Encoder<S> stateEncoder,
      Encoder<U> outputEncoder,
      GroupStateTimeout timeout,
      KeyValueGroupedDataset<K, S> initialState);

  /**
   * Any number of objects for each call.
   *
   * @param outputMode APPEND if the rows stay; UPDATE if those of a call take the place of those
   *     that the last call of the key gave
   */
  <S, U> Dataset<U> flatMapGroupsWithState(
      FlatMapGroupsWithStateFunction<K, V, S, U> function,
      OutputMode outputMode,
      Encoder<S> stateEncoder,
      Encoder<U> outputEncoder,
      GroupStateTimeout timeout);

  /**
   * As {@link #flatMapGroupsWithState(FlatMapGroupsWithStateFunction, OutputMode, Encoder, Encoder,
   * GroupStateTimeout)}, with what keys remember before their first value, as {@link
   * #mapGroupsWithState(MapGroupsWithStateFunction, Encoder, Encoder, GroupStateTimeout,
   * KeyValueGroupedDataset)} says.
   */
  <S, U> Dataset<U> flatMapGroupsWithState(
      FlatMapGroupsWithStateFunction<K, V, S, U> function,
      OutputMode outputMode,
      Encoder<S> stateEncoder,
      Encoder<U> outputEncoder,
      GroupStateTimeout timeout,
      KeyValueGroupedDataset<K, S> initialState);

  /** One object for each key. Over input that ends. */
  <U> Dataset<U> mapGroups(MapGroupsFunction<K, V, U> function, Encoder<U> encoder);

  /** Any number of objects for each key. Over input that ends. */
  <U> Dataset<U> flatMapGroups(FlatMapGroupsFunction<K, V, U> function, Encoder<U> encoder);

  /**
   * Each key with what its values are reduced to. Over input that ends; keys and values must be
   * simple values.
   */
  Dataset<Tuple2<K, V>> reduceGroups(ReduceFunction<V> function);
}
