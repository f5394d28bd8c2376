package io.millrace.exec.fluent;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.function.FlatMapGroupsFunction;
import io.millrace.api.function.FlatMapGroupsWithStateFunction;
import io.millrace.api.function.MapFunction;
import io.millrace.api.function.MapGroupsFunction;
import io.millrace.api.function.MapGroupsWithStateFunction;
import io.millrace.api.function.ReduceFunction;
import io.millrace.api.function.Tuple2;
import io.millrace.api.state.GroupStateTimeout;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Encoder;
import io.millrace.api.table.Encoders;
import io.millrace.api.table.KeyValueGroupedDataset;
import io.millrace.api.table.program.GroupProgram;
import io.millrace.api.table.program.GroupProgram.Keying;
import io.millrace.api.table.program.GroupStep;
import io.millrace.api.table.program.GroupStep.InitialState;
import io.millrace.api.table.program.RowProgram;
import io.millrace.api.table.program.RowStep;
import io.millrace.api.table.tree.TableTree;
import java.util.Optional;

/**
 * The objects of a table in groups.
 *
 * @param value how values would be rows
 * @param <K> the class of keys
 * @param <T> the class of objects
 * @param <V> the class of values, that of objects unless they are mapped
 */
record KeyedGroups<K, T, V>(Engine engine, TableTree tree, Keying<K, T, V> keying, Encoder<V> value)
    implements KeyValueGroupedDataset<K, V> {

  static <K, T> KeyedGroups<K, T, T> of(
      Engine engine,
      TableTree tree,
      Encoder<T> encoder,
      MapFunction<T, K> function,
      Encoder<K> key) {
    return new KeyedGroups<>(
        engine, tree, new Keying<>(encoder, function, key, Optional.empty()), encoder);
  }

  private <U> Dataset<U> table(GroupProgram program, Encoder<U> encoder) {
    return new TypedTable<>(engine, new GroupStep(tree, program), encoder);
  }

  private <S, U> Dataset<U> table(
      GroupProgram program, Encoder<U> encoder, KeyValueGroupedDataset<K, S> initialState) {
    if (!(initialState instanceof KeyedGroups<K, ?, S> states)) {
      throw new IllegalArgumentException("groups of something else than Millrace: " + initialState);
    }
    InitialState initial = new InitialState(states.tree(), states.keying());
    return new TypedTable<>(engine, new GroupStep(tree, program, Optional.of(initial)), encoder);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <W> KeyValueGroupedDataset<K, W> mapValues(
      MapFunction<V, W> function, Encoder<W> encoder) {
    // without a function before it values are the objects themselves
    MapFunction<T, V> before = keying.valueFunction().orElse(object -> (V) object);
    MapFunction<T, W> both = object -> function.call(before.call(object));
    return new KeyedGroups<>(
        engine,
        tree,
        new Keying<>(keying.row(), keying.keyFunction(), keying.key(), Optional.of(both)),
        encoder);
  }

  private Dataset<K> allKeys() {
    RowProgram program = RowProgram.map(keying.keyFunction(), keying.row(), keying.key());
    return new TypedTable<>(engine, new RowStep(tree, program), keying.key());
  }

  @Override
  public Dataset<K> keys() {
    return allKeys().distinct();
  }

  @Override
  public Dataset<Tuple2<K, Long>> count() {
    return allKeys()
        .toDF("key")
        .groupBy("key")
        .count()
        .as(Encoders.tuple(keying.key(), Encoders.LONG()));
  }

  @Override
  public <S, U> Dataset<U> mapGroupsWithState(
      MapGroupsWithStateFunction<K, V, S, U> function,
      Encoder<S> stateEncoder,
      Encoder<U> outputEncoder) {
    return mapGroupsWithState(function, stateEncoder, outputEncoder, GroupStateTimeout.NoTimeout());
  }

  @Override
  public <S, U> Dataset<U> mapGroupsWithState(
      MapGroupsWithStateFunction<K, V, S, U> function,
      Encoder<S> stateEncoder,
      Encoder<U> outputEncoder,
      GroupStateTimeout timeout) {
    return table(
        GroupProgram.mapWithState(keying, function, stateEncoder, outputEncoder, timeout),
        outputEncoder);
  }

  @Override
  public <S, U> Dataset<U> mapGroupsWithState(
      MapGroupsWithStateFunction<K, V, S, U> function,
      Encoder<S> stateEncoder,
      Encoder<U> outputEncoder,
      GroupStateTimeout timeout,
      KeyValueGroupedDataset<K, S> initialState) {
    return table(
        GroupProgram.mapWithState(keying, function, stateEncoder, outputEncoder, timeout),
        outputEncoder,
        initialState);
  }

  @Override
  public <S, U> Dataset<U> flatMapGroupsWithState(
      FlatMapGroupsWithStateFunction<K, V, S, U> function,
      OutputMode outputMode,
      Encoder<S> stateEncoder,
      Encoder<U> outputEncoder,
      GroupStateTimeout timeout,
      KeyValueGroupedDataset<K, S> initialState) {
    return table(
        GroupProgram.flatMapWithState(
            keying, function, outputMode, stateEncoder, outputEncoder, timeout),
        outputEncoder,
        initialState);
  }

  @Override
  public <S, U> Dataset<U> flatMapGroupsWithState(
      FlatMapGroupsWithStateFunction<K, V, S, U> function,
      OutputMode outputMode,
      Encoder<S> stateEncoder,
      Encoder<U> outputEncoder,
      GroupStateTimeout timeout) {
    return table(
        GroupProgram.flatMapWithState(
            keying, function, outputMode, stateEncoder, outputEncoder, timeout),
        outputEncoder);
  }

  @Override
  public <U> Dataset<U> mapGroups(MapGroupsFunction<K, V, U> function, Encoder<U> encoder) {
    return table(GroupProgram.map(keying, function, encoder), encoder);
  }

  @Override
  public <U> Dataset<U> flatMapGroups(FlatMapGroupsFunction<K, V, U> function, Encoder<U> encoder) {
    return table(GroupProgram.flatMap(keying, function, encoder), encoder);
  }

  @Override
  public Dataset<Tuple2<K, V>> reduceGroups(ReduceFunction<V> function) {
    return table(GroupProgram.reduce(keying, function, value), Encoders.tuple(keying.key(), value));
  }
}
