package io.millrace.exec.fluent;

import java.util.LinkedHashMap;
import java.util.Map;

/** Options by name in any case; the last one given wins, as in Spark. */
final class OptionMap {
  private final Map<String, String> options = new LinkedHashMap<>();

  void put(String key, String value) {
    options.keySet().removeIf(key::equalsIgnoreCase);
    options.put(key, value);
  }

  void putAll(Map<String, String> others) {
    others.forEach(this::put);
  }

  Map<String, String> all() {
    return options;
  }
}
