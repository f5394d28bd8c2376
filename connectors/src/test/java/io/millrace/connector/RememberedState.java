package io.millrace.connector;

import io.millrace.api.connector.SourceState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** What a source remembers, durable up to the last batch that was decided. */
public final class RememberedState implements SourceState {
  private final Map<String, String> entries = new LinkedHashMap<>();
  private final Map<String, String> decided = new LinkedHashMap<>();
  private int writes;

  @Override
  public void put(String key, String value) {
    entries.put(key, value);
    writes++;
  }

  @Override
  public void remove(String key) {
    entries.remove(key);
    writes++;
  }

  @Override
  public void forEach(BiConsumer<String, String> consumer) {
    entries.forEach(consumer);
  }

  public Map<String, String> entries() {
    return entries;
  }

  /** How often something was written since the last call. */
  public int takeWrites() {
    int count = writes;
    writes = 0;
    return count;
  }

  /** The batch with everything that was written is durable. */
  public void decide() {
    decided.clear();
    decided.putAll(entries);
  }

  /** What the next process finds, if this one dies now. */
  public RememberedState afterCrash() {
    RememberedState next = new RememberedState();
    next.fill(this);
    return next;
  }

  /** Takes over what another process had decided. */
  public void fill(RememberedState before) {
    entries.putAll(before.decided);
    decided.putAll(before.decided);
  }
}
