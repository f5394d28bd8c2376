package io.millrace.api.connector;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What a source must remember over restarts beside its offset, such as the files it has taken.
 * Entries written while a batch is chosen become durable with that batch, or not at all. Used by
 * the thread that calls the source.
 */
public interface SourceState {

  /** Keeps a value under a key, in place of the old one. */
  void put(String key, String value);

  /** Forgets a key, if it is there. */
  void remove(String key);

  /** Gives all entries, in no order that means anything. */
  void forEach(BiConsumer<String, String> entries);

  /** For a query that remembers nothing over restarts. */
  static SourceState inMemory() {
    Map<String, String> entries = new LinkedHashMap<>();
    return new SourceState() {
      @Override
      public void put(String key, String value) {
        entries.put(key, value);
      }

      @Override
      public void remove(String key) {
        entries.remove(key);
      }

      @Override
      public void forEach(BiConsumer<String, String> consumer) {
        entries.forEach(consumer);
      }
    };
  }
}
