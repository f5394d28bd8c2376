package io.millrace.api.types;

import static java.util.Objects.requireNonNull;

/**
 * A named column of a schema.
 *
 * @param name as the user wrote it; names match without regard to case
 */
public record Field(String name, DataType type) {
  public Field {
    requireNonNull(name, "name is null");
    requireNonNull(type, "type is null");
  }
}
