package io.millrace.api.state;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as text: {@code 10 minutes}, {@code 1 hour 30 minutes}. */
final class Span {
  private static final Pattern PART =
      Pattern.compile("\\s*([+-]?\\d+(?:\\.\\d+)?)\\s*([a-zA-Z]+)\\s*");
  private static final String PREFIX = "interval ";

  private Span() {}

  /** The length in whole milliseconds, rounded down. */
  static long millis(String text) {
    String rest = text.trim().toLowerCase(Locale.ROOT);
    if (rest.startsWith(PREFIX)) {
      rest = rest.substring(PREFIX.length());
    }
    Matcher part = PART.matcher(rest);
    BigDecimal total = BigDecimal.ZERO;
    int at = 0;
    while (at < rest.length() && part.find(at) && part.start() == at) {
      total = total.add(new BigDecimal(part.group(1)).multiply(unit(part.group(2), text)));
      at = part.end();
    }
    if (at == 0 || at < rest.length()) {
      throw invalid(text);
    }
    return total.setScale(0, RoundingMode.FLOOR).longValueExact();
  }

  private static BigDecimal unit(String name, String text) {
    return switch (name) {
      case "us", "microsecond", "microseconds" -> new BigDecimal("0.001");
      case "ms", "millisecond", "milliseconds" -> BigDecimal.ONE;
      case "s", "sec", "second", "seconds" -> BigDecimal.valueOf(1_000);
      case "m", "min", "minute", "minutes" -> BigDecimal.valueOf(60_000);
      case "h", "hour", "hours" -> BigDecimal.valueOf(3_600_000);
      case "d", "day", "days" -> BigDecimal.valueOf(86_400_000);
      case "week", "weeks" -> BigDecimal.valueOf(7 * 86_400_000L);
      case "month", "months", "year", "years" ->
          throw new IllegalArgumentException(
              "\"" + text + "\" has no fixed length: use days, as in \"30 days\"");
      default -> throw invalid(text);
    };
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException(
        "\"" + text + "\" is not a length of time such as \"10 minutes\"");
  }
}
