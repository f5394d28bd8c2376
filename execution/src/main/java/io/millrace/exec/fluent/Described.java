package io.millrace.exec.fluent;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What readers and writers have in common: options by name in any case, of which the last one given
 * wins, as in Spark.
 *
 * @param <R> what its methods give, so that calls can be chained
 */
abstract class Described<R> {
  private final Map<String, String> options = new LinkedHashMap<>();

  /** This object. */
  abstract R self();

  final Map<String, String> options() {
    return options;
  }

  public final R option(String key, String value) {
    options.keySet().removeIf(key::equalsIgnoreCase);
    options.put(key, value);
    return self();
  }

  public final R option(String key, boolean value) {
    return option(key, Boolean.toString(value));
  }

  public final R option(String key, long value) {
    return option(key, Long.toString(value));
  }

  public final R option(String key, double value) {
    return option(key, Double.toString(value));
  }

  public final R options(Map<String, String> others) {
    others.forEach(this::option);
    return self();
  }
}
