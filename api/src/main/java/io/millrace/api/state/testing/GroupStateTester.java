package io.millrace.api.state.testing;

import static java.util.Objects.requireNonNull;

import io.millrace.api.function.FlatMapGroupsWithStateFunction;
import io.millrace.api.function.MapGroupsWithStateFunction;
import io.millrace.api.state.GroupStateCell;
import io.millrace.api.state.GroupStateTimeout;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Calls a function with state as a query does, without one: for tests of the function alone.
 *
 * <pre>{@code
 * GroupStateTester<String, Event, Session, Update> tester =
 *     GroupStateTester.of(function, GroupStateTimeout.EventTimeTimeout());
 * assertThat(tester.batch("u1", event("12:00"), event("12:05"))).hasSize(1);
 * tester.setWatermarkMs(...);
 * assertThat(tester.runTimeouts()).containsExactly(...);
 * assertThat(tester.state("u1")).isEmpty();
 * }</pre>
 *
 * <p>Time moves only when it is set. States are kept as the function left them: unlike in a query
 * they are not copied, so a function that changes a state it does not {@code update} shows here and
 * not there. Not thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @param <S> the type of states
 * @param <R> the type of results
 */
public final class GroupStateTester<K, V, S, R> {
  private final FlatMapGroupsWithStateFunction<K, V, S, R> function;
  private final GroupStateTimeout timeout;
  private final GroupStateCell<S> cell;
  private final Map<K, S> states = new LinkedHashMap<>();
  private final Map<K, Long> timeouts = new LinkedHashMap<>();
  private long timeMs;
  private long watermarkMs;

  private GroupStateTester(
      FlatMapGroupsWithStateFunction<K, V, S, R> function, GroupStateTimeout timeout) {
    this.function = requireNonNull(function, "function is null");
    this.timeout = requireNonNull(timeout, "timeout is null");
    this.cell = new GroupStateCell<>(timeout, true);
  }

  /** A tester of a function that gives any number of results; both clocks stand at 0. */
  public static <K, V, S, R> GroupStateTester<K, V, S, R> of(
      FlatMapGroupsWithStateFunction<K, V, S, R> function, GroupStateTimeout timeout) {
    return new GroupStateTester<>(function, timeout);
  }

  /** A tester of a function that gives one result a call; both clocks stand at 0. */
  public static <K, V, S, R> GroupStateTester<K, V, S, R> of(
      MapGroupsWithStateFunction<K, V, S, R> function, GroupStateTimeout timeout) {
    requireNonNull(function, "function is null");
    return new GroupStateTester<>(
        (key, values, state) -> List.of(function.call(key, values, state)).iterator(), timeout);
  }

  /**
   * Sets the timestamp of the batches to come.
   *
   * @param newTimeMs milliseconds since 1970, not before the last one
   */
  public void setProcessingTimeMs(long newTimeMs) {
    timeMs = forward(timeMs, newTimeMs);
  }

  /**
   * Sets the watermark of the batches to come.
   *
   * @param newWatermarkMs milliseconds since 1970, not before the last one
   */
  public void setWatermarkMs(long newWatermarkMs) {
    watermarkMs = forward(watermarkMs, newWatermarkMs);
  }

  private static long forward(long from, long to) {
    if (to < from) {
      throw new IllegalArgumentException("time does not go back, from " + from + " to " + to);
    }
    return to;
  }

  /** Gives a state to a key, as if an earlier batch had left it. */
  public void setState(K key, S state) {
    states.put(requireNonNull(key, "key is null"), requireNonNull(state, "state is null"));
  }

  /**
   * Runs a batch in which one key has values, and no timeout is looked at.
   *
   * @return what the function gave
   * @throws Exception whatever the function throws
   */
  @SafeVarargs
  public final List<R> batch(K key, V... values) throws Exception {
    List<R> results = new ArrayList<>();
    call(key, List.of(values), false, results);
    return results;
  }

  /**
   * Runs a batch: every key is called once with its values, then the keys whose timeouts are due.
   *
   * @return what the function gave, in this order
   * @throws Exception whatever the function throws
   */
  public List<R> batch(Map<K, List<V>> values) throws Exception {
    List<R> results = new ArrayList<>();
    for (Map.Entry<K, List<V>> each : values.entrySet()) {
      call(each.getKey(), each.getValue(), false, results);
    }
    results.addAll(runTimeouts());
    return results;
  }

  /**
   * Calls the keys whose timeouts are due, the oldest timeout first.
   *
   * @return what the function gave
   * @throws Exception whatever the function throws
   */
  public List<R> runTimeouts() throws Exception {
    long now = timeout == GroupStateTimeout.EVENT_TIME_TIMEOUT ? watermarkMs : timeMs;
    Map<Long, List<K>> due = new TreeMap<>();
    timeouts.forEach(
        (key, time) -> {
          if (time < now) {
            due.computeIfAbsent(time, t -> new ArrayList<>()).add(key);
          }
        });
    List<R> results = new ArrayList<>();
    for (List<K> keys : due.values()) {
      for (K key : keys) {
        call(key, List.of(), true, results);
      }
    }
    return results;
  }

  private void call(K key, List<V> values, boolean forTimeout, List<R> results) throws Exception {
    cell.beginBatch(timeMs, watermarkMs);
    cell.beginCall(state(key), forTimeout);
    timeouts.remove(key);
    Iterator<R> given = function.call(key, values.iterator(), cell);
    given.forEachRemaining(results::add);
    if (cell.exists()) {
      states.put(key, cell.get());
    } else {
      states.remove(key);
    }
    cell.timeout().ifPresent(time -> timeouts.put(key, time));
  }

  /** The state of a key; empty if it has none. */
  public Optional<S> state(K key) {
    return Optional.ofNullable(states.get(key));
  }

  /** The timeout of a key in milliseconds since 1970; empty if it has none. */
  public OptionalLong timeoutMs(K key) {
    Long time = timeouts.get(key);
    return time == null ? OptionalLong.empty() : OptionalLong.of(time);
  }
}
