package io.millrace.api.connector;

import static java.util.Objects.requireNonNull;

/**
 * A place in a source, up to which rows are read. Only its source understands it.
 *
 * @param json a JSON value; equal places have equal text
 */
public record Offset(String json) {
  public Offset {
    requireNonNull(json, "json is null");
  }

  @Override
  public String toString() {
    return json;
  }
}
