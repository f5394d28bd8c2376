package io.millrace.exec.expression.runtime;

import java.io.ByteArrayOutputStream;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * How times are written, as {@link DateTimeFormatter} reads patterns. Those of nothing but digits
 * have a short way, for it is they that are asked of many rows: {@code yyyy-MM-dd HH:mm}.
 */
public final class TimePattern {
  private static final String DIGITS = "yuMdHms";
  private static final String SYNTAX = "'[]{}#";
  private static final byte[] NOT_PLAIN = {};
  private static final int MOST_DIGITS = 9;
  private static final int LAST_YEAR = 9999;

  private final DateTimeFormatter format;

  /** A letter for its digits, everything else for itself; empty if there is more to the pattern. */
  private final byte[] parts;

  /**
   * @throws IllegalArgumentException if the pattern is not valid
   */
  public TimePattern(String pattern) {
    checkWidths(pattern);
    this.format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    this.parts = parts(pattern);
  }

  /** Of a wider field the JDK makes a format that fails when it is used. */
  private static void checkWidths(String pattern) {
    int width = 0;
    for (int i = 0; i < pattern.length(); i++) {
      boolean same = i > 0 && pattern.charAt(i) == pattern.charAt(i - 1);
      width = same && Character.isLetter(pattern.charAt(i)) ? width + 1 : 1;
      if (width > MOST_DIGITS) {
        throw new IllegalArgumentException("more than " + MOST_DIGITS + " letters in a row");
      }
    }
  }

  private static byte[] parts(String pattern) {
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    int at = 0;
    while (at < pattern.length()) {
      char symbol = pattern.charAt(at);
      int end = at + 1;
      if (DIGITS.indexOf(symbol) >= 0) {
        while (end < pattern.length() && pattern.charAt(end) == symbol) {
          end++;
        }
        if (end - at != width(symbol)) {
          return NOT_PLAIN;
        }
      } else if (symbol >= 0x80 || Character.isLetter(symbol) || SYNTAX.indexOf(symbol) >= 0) {
        return NOT_PLAIN;
      }
      parts.write(symbol);
      at = end;
    }
    return parts.toByteArray();
  }

  private static int width(int letter) {
    return letter == 'y' || letter == 'u' ? 4 : 2;
  }

  DateTimeFormatter format() {
    return format;
  }

  /** Writes a time the short way, if there is one for it. */
  boolean write(TextBuffer out, long local) {
    int day = Dates.dayOf(local);
    long civil = Dates.civil(day);
    long year = Dates.yearOf(civil);
    if (parts.length == 0 || year < 1 || year > LAST_YEAR) {
      return false;
    }
    long time = local - day * Dates.DAY;
    for (byte part : parts) {
      switch (part) {
        case 'y', 'u' -> TextFormats.digits(out, year, 4);
        case 'M' -> TextFormats.digits(out, Dates.monthOf(civil), 2);
        case 'd' -> TextFormats.digits(out, civil & 31, 2);
        case 'H' -> TextFormats.digits(out, time / Dates.HOUR, 2);
        case 'm' -> TextFormats.digits(out, time / Dates.MINUTE % 60, 2);
        case 's' -> TextFormats.digits(out, time / Dates.SECOND % 60, 2);
        default -> out.append(part);
      }
    }
    return true;
  }
}
