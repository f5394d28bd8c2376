package io.millrace.api.table.program;

import static java.util.Objects.requireNonNull;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.function.FlatMapGroupsFunction;
import io.millrace.api.function.FlatMapGroupsWithStateFunction;
import io.millrace.api.function.MapFunction;
import io.millrace.api.function.MapGroupsFunction;
import io.millrace.api.function.MapGroupsWithStateFunction;
import io.millrace.api.function.ReduceFunction;
import io.millrace.api.function.Tuple2;
import io.millrace.api.state.GroupStateTimeout;
import io.millrace.api.table.Encoder;
import io.millrace.api.table.Encoders;
import java.util.List;
import java.util.Optional;

/**
 * A function over all values of a key.
 *
 * @param kind where it comes from
 * @param keying how rows become keys and values
 * @param function the program's function, whatever its kind, as the most general one
 * @param state how the state of a key is written; empty for functions without
 * @param output how what the function gives becomes rows
 * @param outputMode APPEND if rows that were given stay, UPDATE if those of a call take the place
 *     of those that the key's last call gave
 * @param timeout whether keys have timeouts
 */
public record GroupProgram(
    Kind kind,
    Keying<?, ?, ?> keying,
    FlatMapGroupsWithStateFunction<Object, Object, Object, Object> function,
    Optional<Encoder<?>> state,
    Encoder<?> output,
    OutputMode outputMode,
    GroupStateTimeout timeout) {

  /** The method of {@code KeyValueGroupedDataset} that a function comes from. */
  public enum Kind {
    MAP_WITH_STATE("mapGroupsWithState"),
    FLAT_MAP_WITH_STATE("flatMapGroupsWithState"),
    MAP("mapGroups"),
    FLAT_MAP("flatMapGroups"),
    REDUCE("reduceGroups");

    private final String method;

    Kind(String method) {
      this.method = method;
    }

    public String method() {
      return method;
    }

    /** Whether it remembers something of each key, so that input need not end. */
    public boolean hasState() {
      return this == MAP_WITH_STATE || this == FLAT_MAP_WITH_STATE;
    }
  }

  /**
   * How rows become keys and values.
   *
   * @param row how rows become objects
   * @param keyFunction gives the key of an object
   * @param key how keys become columns
   * @param valueFunction what functions see in place of the object; empty for itself
   * @param <K> the type of keys
   * @param <T> the type of objects
   * @param <V> the type of values
   */
  public record Keying<K, T, V>(
      Encoder<T> row,
      MapFunction<T, K> keyFunction,
      Encoder<K> key,
      Optional<MapFunction<T, V>> valueFunction) {
    public Keying {
      requireNonNull(row, "row is null");
      requireNonNull(keyFunction, "keyFunction is null");
      requireNonNull(key, "key is null");
    }

    /** The step that adds the columns of the key. */
    public RowProgram keyProgram() {
      return RowProgram.key(keyFunction, row, key);
    }
  }

  public GroupProgram {
    requireNonNull(function, "function is null");
    if (kind.hasState() == state.isEmpty()) {
      throw new IllegalArgumentException("a function with state, and only such, has its encoder");
    }
    if (outputMode != OutputMode.APPEND && outputMode != OutputMode.UPDATE) {
      throw new IllegalArgumentException(
          kind.method() + " gives rows in APPEND or UPDATE mode, not in " + outputMode);
    }
  }

  /** One row a key, which changes with every call. */
  public static <K, T, V, S, R> GroupProgram mapWithState(
      Keying<K, T, V> keying,
      MapGroupsWithStateFunction<K, V, S, R> function,
      Encoder<S> state,
      Encoder<R> output,
      GroupStateTimeout timeout) {
    FlatMapGroupsWithStateFunction<K, V, S, R> general =
        (key, values, group) -> One.of(function.call(key, values, group));
    return new GroupProgram(
        Kind.MAP_WITH_STATE,
        keying,
        general(general),
        Optional.of(state),
        output,
        OutputMode.UPDATE,
        timeout);
  }

  /** Any number of rows a call. */
  public static <K, T, V, S, R> GroupProgram flatMapWithState(
      Keying<K, T, V> keying,
      FlatMapGroupsWithStateFunction<K, V, S, R> function,
      OutputMode outputMode,
      Encoder<S> state,
      Encoder<R> output,
      GroupStateTimeout timeout) {
    return new GroupProgram(
        Kind.FLAT_MAP_WITH_STATE,
        keying,
        general(function),
        Optional.of(state),
        output,
        outputMode,
        timeout);
  }

  /** One row a key, over input that ends. */
  public static <K, T, V, R> GroupProgram map(
      Keying<K, T, V> keying, MapGroupsFunction<K, V, R> function, Encoder<R> output) {
    FlatMapGroupsWithStateFunction<K, V, Object, R> general =
        (key, values, group) -> One.of(function.call(key, values));
    return whole(Kind.MAP, keying, general, output);
  }

  /** Any number of rows a key, over input that ends. */
  public static <K, T, V, R> GroupProgram flatMap(
      Keying<K, T, V> keying, FlatMapGroupsFunction<K, V, R> function, Encoder<R> output) {
    FlatMapGroupsWithStateFunction<K, V, Object, R> general =
        (key, values, group) -> function.call(key, values);
    return whole(Kind.FLAT_MAP, keying, general, output);
  }

  /** Each key with what its values are reduced to, over input that ends. */
  public static <K, T, V> GroupProgram reduce(
      Keying<K, T, V> keying, ReduceFunction<V> function, Encoder<V> value) {
    FlatMapGroupsWithStateFunction<K, V, Object, Tuple2<K, V>> general =
        (key, values, group) -> {
          V result = values.next();
          while (values.hasNext()) {
            result = function.call(result, values.next());
          }
          return List.of(new Tuple2<>(key, result)).iterator();
        };
    return whole(Kind.REDUCE, keying, general, Encoders.tuple(keying.key(), value));
  }

  private static GroupProgram whole(
      Kind kind,
      Keying<?, ?, ?> keying,
      FlatMapGroupsWithStateFunction<?, ?, ?, ?> function,
      Encoder<?> output) {
    return new GroupProgram(
        kind,
        keying,
        general(function),
        Optional.empty(),
        output,
        OutputMode.APPEND,
        GroupStateTimeout.NO_TIMEOUT);
  }

  /** The engine hands over what the encoders beside the function make. */
  @SuppressWarnings("unchecked")
  private static FlatMapGroupsWithStateFunction<Object, Object, Object, Object> general(
      FlatMapGroupsWithStateFunction<?, ?, ?, ?> function) {
    return (FlatMapGroupsWithStateFunction<Object, Object, Object, Object>)
        requireNonNull(function, "function is null");
  }
}
