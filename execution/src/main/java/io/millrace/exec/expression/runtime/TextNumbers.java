package io.millrace.exec.expression.runtime;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Reads numbers and truths from text. Blanks and control characters around them do not count. */
public final class TextNumbers {
  private static final int MAX_EXPONENT = 1000;

  private TextNumbers() {}

  /** A whole number between the bounds. */
  public static long toLong(
      byte[] data, int start, int length, long least, long greatest, Site site) {
    int from = skipBlanks(data, start, start + length);
    int end = trimBlanks(data, from, start + length);
    int at = from;
    boolean negative = at < end && data[at] == '-';
    if (at < end && (data[at] == '-' || data[at] == '+')) {
      at++;
    }
    if (at == end) {
      return site.castInvalid(data, start, length);
    }
    // Summed up below zero, where the range is larger by one.
    long value = 0;
    boolean overflow = false;
    for (; at < end; at++) {
      int digit = data[at] - '0';
      if (digit < 0 || digit > 9) {
        return site.castInvalid(data, start, length);
      }
      overflow |= value < (Long.MIN_VALUE + digit) / 10;
      value = value * 10 - digit;
    }
    overflow |= !negative && value == Long.MIN_VALUE;
    long signed = negative ? value : -value;
    return overflow || signed < least || signed > greatest
        ? site.castOverflow(data, start, length)
        : signed;
  }

  public static boolean toBoolean(byte[] data, int start, int length, Site site) {
    int from = skipBlanks(data, start, start + length);
    int end = trimBlanks(data, from, start + length);
    if (end - from <= 5) {
      switch (word(data, from, end)) {
        case "true", "t", "yes", "y", "on", "1" -> {
          return true;
        }
        case "false", "f", "no", "n", "off", "0" -> {
          return false;
        }
        default -> {
          // Reported below.
        }
      }
    }
    site.castInvalid(data, start, length);
    return false;
  }

  private static String word(byte[] data, int from, int end) {
    char[] word = new char[end - from];
    for (int i = 0; i < word.length; i++) {
      char c = (char) (data[from + i] & 0xFF);
      word[i] = c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
    return new String(word);
  }

  public static double toDouble(byte[] data, int start, int length, boolean real, Site site) {
    int from = skipBlanks(data, start, start + length);
    int end = trimBlanks(data, from, start + length);
    boolean number = from < end;
    for (int i = from; i < end; i++) {
      byte c = data[i];
      number &= c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }
    if (!number) {
      return special(data, from, end, start, length, site);
    }
    double value;
    try {
      String text = Site.text(data, from, end - from);
      value = real ? Float.parseFloat(text) : Double.parseDouble(text);
    } catch (NumberFormatException bad) {
      return site.castInvalid(data, start, length);
    }
    return Double.isInfinite(value) ? site.castOverflow(data, start, length) : value;
  }

  private static double special(byte[] data, int from, int end, int start, int length, Site site) {
    if (end - from <= 9) {
      switch (word(data, from, end)) {
        case "nan" -> {
          return Double.NaN;
        }
        case "infinity", "+infinity", "inf", "+inf" -> {
          return Double.POSITIVE_INFINITY;
        }
        case "-infinity", "-inf" -> {
          return Double.NEGATIVE_INFINITY;
        }
        default -> {
          // Reported below.
        }
      }
    }
    return site.castInvalid(data, start, length);
  }

  /** A DECIMAL of at most 38 digits, rounded half up; with an exponent if it has one. */
  public static void toDecimal(
      Int128 out, byte[] data, int start, int length, int digits, int scale, Site site) {
    out.set(0, 0);
    int from = skipBlanks(data, start, start + length);
    int end = trimBlanks(data, from, start + length);
    int at = from;
    boolean negative = at < end && data[at] == '-';
    if (at < end && (data[at] == '-' || data[at] == '+')) {
      at++;
    }
    long value = 0;
    int seen = 0;
    int fraction = 0;
    boolean point = false;
    boolean simple = end - at <= 18;
    for (; at < end && simple; at++) {
      int digit = data[at] - '0';
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        seen++;
        fraction += point ? 1 : 0;
      } else if (data[at] == '.' && !point) {
        point = true;
      } else {
        simple = false;
      }
    }
    if (simple && seen > 0) {
      long signed = negative ? -value : value;
      if (!out.rescale(signed, signed >> 63, fraction, scale)
          || !Int128.fits(out.low, out.high, digits)) {
        out.set(0, 0);
        site.castOverflow(data, start, length);
      }
      return;
    }
    exact(out, data, from, end, start, length, digits, scale, site);
  }

  private static void exact(
      Int128 out,
      byte[] data,
      int from,
      int end,
      int start,
      int length,
      int digits,
      int scale,
      Site site) {
    if (!isDecimal(data, from, end)) {
      site.castInvalid(data, start, length);
      return;
    }
    BigDecimal value;
    try {
      value = new BigDecimal(Site.text(data, from, end - from));
    } catch (NumberFormatException bad) {
      site.castInvalid(data, start, length);
      return;
    }
    // Far from the point it is 0 or too large; neither is worth a number of that many digits.
    long magnitude = (long) value.precision() - value.scale();
    if (value.signum() == 0 || magnitude < -MAX_EXPONENT) {
      return;
    }
    if (magnitude > MAX_EXPONENT) {
      site.castOverflow(data, start, length);
      return;
    }
    BigInteger unscaled = value.setScale(scale, RoundingMode.HALF_UP).unscaledValue();
    if (!out.set(unscaled) || !Int128.fits(out.low, out.high, digits)) {
      out.set(0, 0);
      site.castOverflow(data, start, length);
    }
  }

  private static boolean isDecimal(byte[] data, int from, int end) {
    for (int i = from; i < end; i++) {
      byte c = data[i];
      if (!(c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E')) {
        return false;
      }
    }
    return from < end;
  }

  static int skipBlanks(byte[] data, int from, int end) {
    int at = from;
    while (at < end && data[at] >= 0 && data[at] <= ' ') {
      at++;
    }
    return at;
  }

  static int trimBlanks(byte[] data, int from, int end) {
    int last = end;
    while (last > from && data[last - 1] >= 0 && data[last - 1] <= ' ') {
      last--;
    }
    return last;
  }
}
