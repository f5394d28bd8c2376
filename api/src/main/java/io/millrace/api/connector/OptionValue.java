package io.millrace.api.connector;

import io.millrace.api.error.SourcePosition;
import java.util.Optional;

/**
 * An option as a statement or program gives it.
 *
 * @param name as written
 * @param value its text
 * @param position where its name stands in the script, if it came from one
 * @param valuePosition where its value stands in the script, if it came from one
 */
public record OptionValue(
    String name,
    String value,
    Optional<SourcePosition> position,
    Optional<SourcePosition> valuePosition) {

  /** An option whose name and value stand at one place. */
  public OptionValue(String name, String value, Optional<SourcePosition> position) {
    this(name, value, position, position);
  }

  /** An option that came from no script. */
  public static OptionValue of(String name, String value) {
    return new OptionValue(name, value, Optional.empty());
  }
}
