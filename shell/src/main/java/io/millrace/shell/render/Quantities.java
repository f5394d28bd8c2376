package io.millrace.shell.render;

import java.time.Duration;
import java.util.Locale;

/** Counts, rates, sizes and times as people read them. */
public final class Quantities {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private Quantities() {}

  /** {@code 1 row}, {@code 12,345 rows}. */
  public static String rows(long count) {
    return count(count, "row");
  }

  public static String count(long count, String thing) {
    StringBuilder text = new StringBuilder();
    ValueText.appendGrouped(text, Long.toString(count));
    return text.append(' ').append(thing).append(count == 1 ? "" : "s").toString();
  }

  /** A number's text with its whole part in groups of three digits. */
  public static String grouped(CharSequence number) {
    StringBuilder text = new StringBuilder();
    ValueText.appendGrouped(text, number);
    return text.toString();
  }

  /** {@code 0.123s}, {@code 12.3s}. */
  public static String seconds(long nanos) {
    double seconds = nanos / (1000.0 * NANOS_PER_MILLI);
    return String.format(Locale.ROOT, seconds < 10 ? "%.3fs" : "%.1fs", seconds);
  }

  /** {@code 0:00:42}. */
  public static String clock(long nanos) {
    long seconds = nanos / (1000 * NANOS_PER_MILLI);
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** {@code 61}, {@code 48.2k}, {@code 3.1M}. */
  public static String compact(double number) {
    if (number < 1000) {
      return String.format(Locale.ROOT, "%.0f", number);
    }
    if (number < 1e6) {
      return String.format(Locale.ROOT, "%.1fk", number / 1e3);
    }
    if (number < 1e9) {
      return String.format(Locale.ROOT, "%.1fM", number / 1e6);
    }
    return String.format(Locale.ROOT, "%.1fG", number / 1e9);
  }

  /** {@code 512B}, {@code 1.2MB}. */
  public static String bytes(double bytes) {
    if (bytes < 1024) {
      return String.format(Locale.ROOT, "%.0fB", bytes);
    }
    if (bytes < 1 << 20) {
      return String.format(Locale.ROOT, "%.1fKB", bytes / (1 << 10));
    }
    if (bytes < 1 << 30) {
      return String.format(Locale.ROOT, "%.1fMB", bytes / (1 << 20));
    }
    return String.format(Locale.ROOT, "%.1fGB", bytes / (1 << 30));
  }

  /** A length of time as people would say it: {@code 3.1s}, {@code 4m10s}, {@code 2h5m}. */
  public static String lag(long millis) {
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1fs", millis / 1000.0);
    }
    Duration lag = Duration.ofMillis(millis);
    if (lag.toDays() >= 1000) {
      return String.format(Locale.ROOT, "%.1fy", lag.toDays() / 365.25);
    }
    if (lag.toDays() > 0) {
      return lag.toDays() + "d";
    }
    return lag.toHours() > 0
        ? lag.toHours() + "h" + lag.toMinutesPart() + "m"
        : lag.toMinutes() + "m" + lag.toSecondsPart() + "s";
  }
}
