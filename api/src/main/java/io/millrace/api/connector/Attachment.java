package io.millrace.api.connector;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a connector keeps for one table of the catalog as long as the table exists, such as the rows
 * of a table in memory. Thread-safe.
 */
public final class Attachment {
  private @Nullable Object value;

  /** The kept object, made now if there is none. */
  public synchronized <T> T getOrCreate(Class<T> type, Supplier<T> maker) {
    if (value == null) {
      value = maker.get();
    }
    return type.cast(value);
  }

  /** The kept object if there is one of that type. */
  public synchronized <T> Optional<T> get(Class<T> type) {
    return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
  }
}
