package io.millrace.api.types;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ROW (STRUCT) as a Java object: named values in order. Two are equal if their values are;
 * immutable.
 */
public final class StructValue implements Serializable {
  private static final long serialVersionUID = 1;

  private final List<String> names;
  private final List<@Nullable Object> values;

  /**
   * @throws IllegalArgumentException if there are not as many names as values
   */
  public StructValue(List<String> names, List<? extends @Nullable Object> values) {
    if (names.size() != values.size()) {
      throw new IllegalArgumentException(values.size() + " values for " + names);
    }
    this.names = List.copyOf(names);
    this.values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  public List<String> names() {
    return names;
  }

  public List<@Nullable Object> values() {
    return values;
  }

  /** A value by position; null for NULL. */
  public @Nullable Object get(int index) {
    return values.get(index);
  }

  /**
   * A value by name, in any case; null for NULL.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public @Nullable Object get(String name) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return values.get(i);
      }
    }
    throw new IllegalArgumentException("no field " + name + " in " + names);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StructValue struct && struct.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** {@code {a=1, b=x}}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < names.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(names.get(i)).append('=').append(values.get(i));
    }
    return text.append('}').toString();
  }
}
