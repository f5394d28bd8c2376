package io.millrace.exec.expression.runtime;

import io.millrace.api.types.TemporalText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The canonical text of values: {@code true}, {@code -1.50}, {@code 1.0E10}, {@code 2026-01-01
 * 12:00:00} with a fraction only if there is one.
 */
public final class TextFormats {
  // Until 19 the JDK's text of a double may have a digit too many.
  private static final boolean EXACTLY_SHORTEST = Runtime.version().feature() >= 19;
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

  private TextFormats() {}

  public static void ofBoolean(TextBuffer out, boolean value) {
    out.append(value ? TRUE : FALSE, 0, value ? 4 : 5);
  }

  public static void ofLong(TextBuffer out, long value) {
    if (value == Long.MIN_VALUE) {
      out.appendAscii("-9223372036854775808");
      return;
    }
    if (value < 0) {
      out.append((byte) '-');
    }
    digits(out, Math.abs(value), 1);
  }

  /** Appends a number that is not negative, with zeros in front up to a width. */
  static void digits(TextBuffer out, long value, int width) {
    int count = 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      count++;
    }
    count = Math.max(count, width);
    byte[] data = out.reserve(count);
    long rest = value;
    for (int i = out.end + count - 1; i >= out.end; i--) {
      data[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    out.end += count;
  }

  public static void ofDecimal(TextBuffer out, long value, int scale) {
    if (scale == 0) {
      ofLong(out, value);
      return;
    }
    if (value < 0) {
      out.append((byte) '-');
    }
    long unit = Int128.powerLow(scale);
    long magnitude = Math.abs(value);
    digits(out, magnitude / unit, 1);
    out.append((byte) '.');
    digits(out, magnitude % unit, scale);
  }

  public static void ofDecimal(TextBuffer out, long low, long high, int scale) {
    out.appendAscii(Decimals.decimal(low, high, scale).toPlainString());
  }

  /** The shortest text that reads back as the same value. */
  public static void ofDouble(TextBuffer out, double value) {
    String text = Double.toString(value);
    if (!EXACTLY_SHORTEST && Double.isFinite(value)) {
      text = shorten(text, value, false);
    }
    out.appendAscii(text);
  }

  /** {@link #ofDouble} of a value that is a float. */
  public static void ofReal(TextBuffer out, double value) {
    String text = Float.toString((float) value);
    if (!EXACTLY_SHORTEST && Double.isFinite(value)) {
      text = shorten(text, value, true);
    }
    out.appendAscii(text);
  }

  private static String shorten(String text, double value, boolean real) {
    BigDecimal decimal = new BigDecimal(text);
    boolean shorter = false;
    if (text.endsWith("0") && !text.endsWith(".0") && text.indexOf('E') < 0) {
      decimal = decimal.stripTrailingZeros();
      shorter = true;
    }
    while (decimal.precision() > 2) {
      BigDecimal candidate = nearestShorter(decimal, value, real);
      if (candidate == null) {
        break;
      }
      decimal = candidate;
      shorter = true;
    }
    return shorter ? javaStyle(decimal) : text;
  }

  private static @Nullable BigDecimal nearestShorter(
      BigDecimal decimal, double value, boolean real) {
    BigDecimal candidate =
        new BigDecimal(value)
            .round(new MathContext(decimal.precision() - 1, RoundingMode.HALF_EVEN));
    double back = real ? candidate.floatValue() : candidate.doubleValue();
    return back == value ? candidate.stripTrailingZeros() : null;
  }

  /** A number as Double.toString lays it out. */
  private static String javaStyle(BigDecimal decimal) {
    BigInteger unscaled = decimal.unscaledValue();
    String sign = unscaled.signum() < 0 ? "-" : "";
    String digits = unscaled.abs().toString();
    int exponent = digits.length() - 1 - decimal.scale();
    if (exponent >= 7 || exponent < -3) {
      String fraction = digits.length() == 1 ? "0" : digits.substring(1);
      return sign + digits.charAt(0) + "." + fraction + "E" + exponent;
    }
    String plain = decimal.abs().toPlainString();
    return sign + (plain.indexOf('.') < 0 ? plain + ".0" : plain);
  }

  public static void ofDate(TextBuffer out, int days) {
    byte[] data = out.reserve(TemporalText.MAX_LENGTH);
    out.end = TemporalText.date(data, out.end, days);
  }

  /** Hours, minutes and seconds, and the fraction if there is one. */
  public static void ofTime(TextBuffer out, long micros) {
    digits(out, micros / Dates.HOUR, 2);
    out.append((byte) ':');
    digits(out, micros / Dates.MINUTE % 60, 2);
    out.append((byte) ':');
    digits(out, micros / Dates.SECOND % 60, 2);
    long fraction = micros % Dates.SECOND;
    if (fraction != 0) {
      out.append((byte) '.');
      digits(out, fraction, 6);
      while (out.data[out.end - 1] == '0') {
        out.end--;
      }
    }
  }

  public static void ofTimestamp(TextBuffer out, long micros) {
    ofDate(out, Dates.dayOf(micros));
    out.append((byte) ' ');
    ofTime(out, Math.floorMod(micros, Dates.DAY));
  }

  /** {@code 3 04:05:06.789}: days, then the time of day; a minus sign holds for both. */
  public static void ofDayInterval(TextBuffer out, long micros) {
    if (micros == Long.MIN_VALUE) {
      out.appendAscii("-106751991 04:00:54.775808");
      return;
    }
    if (micros < 0) {
      out.append((byte) '-');
    }
    long magnitude = Math.abs(micros);
    digits(out, magnitude / Dates.DAY, 1);
    out.append((byte) ' ');
    ofTime(out, magnitude % Dates.DAY);
  }

  /** {@code 1-02}: years and months. */
  public static void ofMonthInterval(TextBuffer out, int months) {
    if (months < 0) {
      out.append((byte) '-');
    }
    long magnitude = Math.abs((long) months);
    digits(out, magnitude / 12, 1);
    out.append((byte) '-');
    digits(out, magnitude % 12, 2);
  }

  /** The text of a timestamp, for messages. */
  public static String timestamp(long micros) {
    TextBuffer out = new TextBuffer();
    ofTimestamp(out, micros);
    return new String(out.data, 0, out.end, StandardCharsets.US_ASCII);
  }
}
