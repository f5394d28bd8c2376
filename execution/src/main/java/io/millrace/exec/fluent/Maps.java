package io.millrace.exec.fluent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Maps of names that a program gives. */
final class Maps {
  private Maps() {}

  /**
   * The map in an order that is the same in every run: its own, or that of names if it has none.
   */
  static <V> Map<String, V> inOrder(Map<String, V> map) {
    return map instanceof LinkedHashMap || map instanceof SortedMap ? map : new TreeMap<>(map);
  }
}
