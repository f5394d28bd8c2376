package io.millrace.connector.format;

import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.OptionSpec.Kind;
import io.millrace.api.connector.Options;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How dates and times are written.
 *
 * @param zone where a text without zone is meant, for instants
 * @param timestampUnit microseconds of one unit, if timestamps are numbers since 1970; else 0
 * @param timestampPattern the pattern of timestamps; empty for ISO
 * @param datePattern the pattern of dates; empty for ISO
 */
public record TimeFormats(
    ZoneId zone,
    long timestampUnit,
    Optional<DateTimeFormatter> timestampPattern,
    Optional<DateTimeFormatter> datePattern) {

  /** The options that say how dates and times are written in input. */
  public static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.withDefault(
              "timestampFormat",
              Kind.TEXT,
              "iso",
              "iso, epoch_seconds, epoch_millis, epoch_micros, or a pattern such as yyyy-MM-dd"
                  + " HH:mm:ss"),
          OptionSpec.withDefault(
              "dateFormat", Kind.TEXT, "iso", "iso, or a pattern such as dd/MM/yyyy"));

  /** ISO, in a zone. */
  public static TimeFormats iso(ZoneId zone) {
    return new TimeFormats(zone, 0, Optional.empty(), Optional.empty());
  }

  public static TimeFormats of(Options options, ZoneId zone) {
    String timestamp = options.requiredText("timestampFormat").trim();
    long unit =
        switch (timestamp.toLowerCase(Locale.ROOT)) {
          case "epoch_seconds" -> 1_000_000;
          case "epoch_millis" -> 1_000;
          case "epoch_micros" -> 1;
          default -> 0;
        };
    return new TimeFormats(
        zone,
        unit,
        unit == 0 ? pattern(options, "timestampFormat") : Optional.empty(),
        pattern(options, "dateFormat"));
  }

  private static Optional<DateTimeFormatter> pattern(Options options, String name) {
    String text = options.requiredText(name);
    if (text.trim().equalsIgnoreCase("iso")) {
      return Optional.empty();
    }
    try {
      return Optional.of(DateTimeFormatter.ofPattern(text, Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw options.invalid(name, "is no pattern: " + e.getMessage());
    }
  }
}
