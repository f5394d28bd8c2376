package io.millrace.api.connector;

import io.millrace.api.error.SourcePosition;
import java.util.Optional;

/**
 * An option as a statement or program gives it.
 *
 * @param name as written
 * @param value its text
 * @param position where its name and value stand in the script, if it came from one
 */
public record OptionValue(String name, String value, Optional<SourcePosition> position) {
  public static OptionValue of(String name, String value) {
    return new OptionValue(name, value, Optional.empty());
  }
}
