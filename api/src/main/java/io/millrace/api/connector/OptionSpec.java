package io.millrace.api.connector;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * One option a connector or format understands; the source of validation, completion and docs.
 *
 * @param name as documented, in Spark's spelling where Spark has it ({@code maxFilesPerTrigger}).
 *     Users may write it in any case and with or without {@code . _ -} between the words
 * @param kind how the text is read
 * @param defaultValue the text that stands if the option is not given
 * @param required whether it must be given
 * @param allowed for {@link Kind#ENUM} the words it may be, in lower case
 * @param description one sentence
 */
public record OptionSpec(
    String name,
    Kind kind,
    Optional<String> defaultValue,
    boolean required,
    List<String> allowed,
    String description) {

  /** How the text of an option is read. */
  public enum Kind {
    TEXT("text"),
    INTEGER("a whole number"),
    DECIMAL("a number"),
    BOOLEAN("true or false"),
    /** {@code 10 minutes}, {@code 7d}, {@code 500 ms}. */
    DURATION("a duration such as 10 minutes"),
    /** {@code 64MB}, {@code 1g}, {@code 4096}. */
    SIZE("a size such as 64MB"),
    ENUM("one of");

    private final String description;

    Kind(String description) {
      this.description = description;
    }

    /** What messages call a value of this kind. */
    public String description() {
      return description;
    }
  }

  /** The option with a value it can have, as it stands in SQL: {@code maxFileAge = '7d'}. */
  public String example() {
    return name
        + " = "
        + switch (kind) {
          case INTEGER -> defaultValue.orElse("10");
          case DECIMAL -> defaultValue.orElse("0.5");
          case BOOLEAN -> "true";
          case TEXT -> "'" + defaultValue.orElse("…") + "'";
          case DURATION -> "'" + defaultValue.orElse("10 minutes") + "'";
          case SIZE -> "'" + defaultValue.orElse("64MB") + "'";
          case ENUM -> "'" + allowed.get(0) + "'";
        };
  }

  public OptionSpec {
    requireNonNull(name, "name is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(defaultValue, "defaultValue is null");
    requireNonNull(description, "description is null");
    allowed = List.copyOf(allowed);
  }

  public static OptionSpec required(String name, Kind kind, String description) {
    return new OptionSpec(name, kind, Optional.empty(), true, List.of(), description);
  }

  public static OptionSpec optional(String name, Kind kind, String description) {
    return new OptionSpec(name, kind, Optional.empty(), false, List.of(), description);
  }

  public static OptionSpec withDefault(
      String name, Kind kind, String defaultValue, String description) {
    return new OptionSpec(name, kind, Optional.of(defaultValue), false, List.of(), description);
  }

  /** An option that is one of some words, the first of them by default. */
  public static OptionSpec choice(String name, String description, String... words) {
    return new OptionSpec(
        name, Kind.ENUM, Optional.of(words[0]), false, List.of(words), description);
  }
}
