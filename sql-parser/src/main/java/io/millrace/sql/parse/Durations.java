package io.millrace.sql.parse;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads lengths of time. A month counts 31 days, a year twelve months. */
final class Durations {
  private static final Pattern PART =
      Pattern.compile("\\s*([+-]?\\d+(?:\\.\\d+)?)\\s*([a-zA-Z]+)\\s*");
  private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)");
  private static final BigDecimal NANOS_PER_MICRO = BigDecimal.valueOf(1_000);

  /** The units of {@code DAY TO SECOND}, largest first. */
  private static final List<String> DAY_TIME = List.of("DAY", "HOUR", "MINUTE", "SECOND");

  private Durations() {}

  /** A text that names its units: {@code 10 seconds}, {@code 1 hour 30 min}, {@code 500ms}. */
  static Optional<Duration> parse(String text) {
    Matcher matcher = PART.matcher(text);
    BigDecimal micros = BigDecimal.ZERO;
    int at = 0;
    while (at < text.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        return Optional.empty();
      }
      Optional<BigDecimal> unit = microsOf(matcher.group(2));
      if (unit.isEmpty()) {
        return Optional.empty();
      }
      micros = micros.add(new BigDecimal(matcher.group(1)).multiply(unit.get()));
      at = matcher.end();
    }
    return at == 0 ? Optional.empty() : toDuration(micros);
  }

  /** {@code INTERVAL 'amount' unit}. */
  static Optional<Duration> parse(String amount, String unit) {
    String text = amount.trim();
    if (!NUMBER.matcher(text).matches()) {
      return Optional.empty();
    }
    return microsOf(unit).flatMap(micros -> toDuration(new BigDecimal(text).multiply(micros)));
  }

  /** {@code INTERVAL 'amount' from TO to}: {@code '1:30' MINUTE TO SECOND}. */
  static Optional<Duration> parse(String amount, String from, String to) {
    String text = amount.trim();
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    String first = singular(from);
    String last = singular(to);
    Optional<BigDecimal> micros;
    if (first.equals("YEAR") && last.equals("MONTH")) {
      micros = sum(digits.split("-", -1), List.of("YEAR", "MONTH"));
    } else {
      int begin = DAY_TIME.indexOf(first);
      int end = DAY_TIME.indexOf(last);
      if (begin < 0 || end <= begin) {
        return Optional.empty();
      }
      micros = sum(dayTimeFields(digits, begin == 0), DAY_TIME.subList(begin, end + 1));
    }
    return micros.flatMap(sum -> toDuration(negative ? sum.negate() : sum));
  }

  private static String[] dayTimeFields(String digits, boolean withDay) {
    if (!withDay) {
      return digits.split(":", -1);
    }
    // The day stands before a blank, the others between colons.
    return digits.replaceFirst("\\s+", ":").split(":", -1);
  }

  private static Optional<BigDecimal> sum(String[] fields, List<String> units) {
    if (fields.length != units.size()) {
      return Optional.empty();
    }
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < fields.length; i++) {
      boolean fraction = units.get(i).equals("SECOND");
      if (!fields[i].matches(fraction ? "\\d+(\\.\\d*)?" : "\\d+")) {
        return Optional.empty();
      }
      Optional<BigDecimal> unit = microsOf(units.get(i));
      if (unit.isEmpty()) {
        return Optional.empty();
      }
      sum = sum.add(new BigDecimal(fields[i]).multiply(unit.get()));
    }
    return Optional.of(sum);
  }

  private static String singular(String unit) {
    String upper = unit.toUpperCase(Locale.ROOT);
    return upper.endsWith("S") ? upper.substring(0, upper.length() - 1) : upper;
  }

  private static Optional<BigDecimal> microsOf(String unit) {
    long day = 86_400_000_000L;
    return switch (unit.toLowerCase(Locale.ROOT)) {
      case "us", "microsecond", "microseconds" -> Optional.of(BigDecimal.ONE);
      case "ms", "milli", "millis", "millisecond", "milliseconds" ->
          Optional.of(BigDecimal.valueOf(1_000L));
      case "s", "sec", "secs", "second", "seconds" -> Optional.of(BigDecimal.valueOf(1_000_000L));
      case "m", "min", "mins", "minute", "minutes" -> Optional.of(BigDecimal.valueOf(60_000_000L));
      case "h", "hour", "hours" -> Optional.of(BigDecimal.valueOf(3_600_000_000L));
      case "d", "day", "days" -> Optional.of(BigDecimal.valueOf(day));
      case "w", "week", "weeks" -> Optional.of(BigDecimal.valueOf(7 * day));
      case "month", "months" -> Optional.of(BigDecimal.valueOf(31 * day));
      case "y", "year", "years" -> Optional.of(BigDecimal.valueOf(12 * 31 * day));
      default -> Optional.empty();
    };
  }

  private static Optional<Duration> toDuration(BigDecimal micros) {
    try {
      return Optional.of(Duration.ofNanos(micros.multiply(NANOS_PER_MICRO).longValueExact()));
    } catch (ArithmeticException beyondNanosOrYears) {
      return Optional.empty();
    }
  }
}
