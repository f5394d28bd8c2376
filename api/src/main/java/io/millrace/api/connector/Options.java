package io.millrace.api.connector;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Suggestions;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of one connector instance, checked against what the connector declares. */
public final class Options {
  private static final Pattern QUANTITY =
      Pattern.compile("\\s*(\\d+(?:\\.\\d+)?)\\s*([a-zA-Z]*)\\s*");

  private final String owner;
  private final Map<String, OptionSpec> specs;
  private final Map<String, OptionValue> given;

  private Options(String owner, Map<String, OptionSpec> specs, Map<String, OptionValue> given) {
    this.owner = owner;
    this.specs = specs;
    this.given = given;
  }

  /**
   * Checks names, kinds and required options.
   *
   * @param owner what messages call the thing that takes the options: {@code connector rate}
   * @throws MillraceException OPTION_UNKNOWN, OPTION_DUPLICATE, OPTION_INVALID, OPTION_MISSING
   */
  public static Options parse(String owner, List<OptionSpec> specs, List<OptionValue> values) {
    Map<String, OptionSpec> byName = new HashMap<>();
    for (OptionSpec spec : specs) {
      byName.put(normalize(spec.name()), spec);
    }
    Map<String, OptionValue> given = new HashMap<>();
    Options options = new Options(owner, byName, given);
    for (OptionValue value : values) {
      OptionSpec spec = byName.get(normalize(value.name()));
      if (spec == null) {
        throw unknown(owner, specs, value);
      }
      if (given.put(normalize(value.name()), value) != null) {
        throw error(ErrorCode.OPTION_DUPLICATE, value.name())
            .at(value.position())
            .hint("leave one of them out")
            .build();
      }
      options.check(spec);
    }
    for (OptionSpec spec : specs) {
      if (spec.required() && !given.containsKey(normalize(spec.name()))) {
        throw error(ErrorCode.OPTION_MISSING, spec.name(), owner)
            .detail(spec.name() + ": " + spec.description())
            .hint("give it:   " + spec.example())
            .build();
      }
    }
    return options;
  }

  private static MillraceException unknown(
      String owner, List<OptionSpec> specs, OptionValue value) {
    MillraceException.Builder error =
        error(ErrorCode.OPTION_UNKNOWN, value.name(), owner).at(value.position());
    List<String> names = specs.stream().map(OptionSpec::name).toList();
    Suggestions.nearest(value.name(), names)
        .ifPresent(name -> error.hint("did you mean \"" + name + "\"?"));
    error.hint(
        names.isEmpty() ? owner + " takes no options" : "options: " + String.join(", ", names));
    return error.build();
  }

  /** Reads a given option once as its kind demands, so that mistakes show at planning. */
  private void check(OptionSpec spec) {
    switch (spec.kind()) {
      case TEXT -> text(spec.name());
      case INTEGER -> integer(spec.name());
      case DECIMAL -> decimal(spec.name());
      case BOOLEAN -> bool(spec.name());
      case DURATION -> duration(spec.name());
      case SIZE -> size(spec.name());
      case ENUM -> choice(spec.name());
    }
  }

  /** Whether the option stands in the statement. */
  public boolean isGiven(String name) {
    return given.containsKey(normalize(name));
  }

  /** The text of the option, given or default. */
  public Optional<String> text(String name) {
    OptionSpec spec = spec(name);
    OptionValue value = given.get(normalize(name));
    return value == null ? spec.defaultValue() : Optional.of(value.value());
  }

  /** The text of an option that is required or has a default. */
  public String requiredText(String name) {
    return text(name).orElseThrow(() -> error(ErrorCode.OPTION_MISSING, name, owner).build());
  }

  public OptionalLong integer(String name) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text.get().trim()));
    } catch (NumberFormatException e) {
      throw invalid(name, "is not a whole number");
    }
  }

  public Optional<BigDecimal> decimal(String name) {
    try {
      return text(name).map(text -> new BigDecimal(text.trim()));
    } catch (NumberFormatException e) {
      throw invalid(name, "is not a number");
    }
  }

  /** The truth of an option; false if it is neither given nor has a default. */
  public boolean bool(String name) {
    return switch (text(name).orElse("false").trim().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(name, "is neither true nor false");
    };
  }

  public Optional<Duration> duration(String name) {
    return text(name).map(text -> toDuration(name, text));
  }

  private Duration toDuration(String name, String text) {
    Matcher matcher = QUANTITY.matcher(text);
    if (!matcher.matches()) {
      throw invalid(name, "is not a duration such as 10 minutes");
    }
    long unitNanos =
        switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
          case "us", "microsecond", "microseconds" -> 1_000L;
          case "", "ms", "milli", "millis", "millisecond", "milliseconds" -> 1_000_000L;
          case "s", "sec", "second", "seconds" -> 1_000_000_000L;
          case "m", "min", "minute", "minutes" -> 60_000_000_000L;
          case "h", "hour", "hours" -> 3_600_000_000_000L;
          case "d", "day", "days" -> 86_400_000_000_000L;
          default -> throw invalid(name, "has an unknown unit");
        };
    try {
      return Duration.ofNanos(
          new BigDecimal(matcher.group(1))
              .multiply(BigDecimal.valueOf(unitNanos))
              .longValueExact());
    } catch (ArithmeticException e) {
      throw invalid(name, "is not a whole number of nanoseconds below 292 years");
    }
  }

  /** A size in bytes. */
  public OptionalLong size(String name) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    Matcher matcher = QUANTITY.matcher(text.get());
    if (!matcher.matches()) {
      throw invalid(name, "is not a size such as 64MB");
    }
    long unit =
        switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
          case "", "b" -> 1L;
          case "k", "kb", "kib" -> 1L << 10;
          case "m", "mb", "mib" -> 1L << 20;
          case "g", "gb", "gib" -> 1L << 30;
          case "t", "tb", "tib" -> 1L << 40;
          default -> throw invalid(name, "has an unknown unit");
        };
    try {
      return OptionalLong.of(
          new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)).longValueExact());
    } catch (ArithmeticException e) {
      throw invalid(name, "is not a whole number of bytes");
    }
  }

  /** The word of an ENUM option, in lower case. */
  public String choice(String name) {
    OptionSpec spec = spec(name);
    String word = requiredText(name).trim().toLowerCase(Locale.ROOT);
    if (!spec.allowed().contains(word)) {
      throw invalid(name, "is not one of " + String.join(", ", spec.allowed()));
    }
    return word;
  }

  /** An error about the value of an option, at its place in the script. */
  public MillraceException invalid(String name, String reason) {
    OptionValue value = given.get(normalize(name));
    String shown = value == null ? text(name).orElse("") : value.value();
    return error(ErrorCode.OPTION_INVALID, spec(name).name(), "'" + shown + "'", "it " + reason)
        .at(value == null ? Optional.empty() : value.valuePosition())
        .hint("write for example   " + spec(name).example())
        .build();
  }

  private OptionSpec spec(String name) {
    OptionSpec spec = specs.get(normalize(name));
    if (spec == null) {
      throw new IllegalArgumentException(owner + " declares no option " + name);
    }
    return spec;
  }

  private static String normalize(String name) {
    StringBuilder plain = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '.' && c != '_' && c != '-') {
        plain.append(Character.toLowerCase(c));
      }
    }
    return plain.toString();
  }
}
