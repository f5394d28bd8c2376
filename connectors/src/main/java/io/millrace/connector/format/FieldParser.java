package io.millrace.connector.format;

import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads the text of single values into columns. Numbers must be plain: digits, sign, point,
 * exponent. A whole number may be written {@code 1.0} or {@code 1e3}; a decimal with more fraction
 * than its column is rounded half up; a number beyond the range of its column does not fit. Used by
 * one thread at a time.
 */
public final class FieldParser {
  /** Numbers with more characters do not fit any column; reading them would take for ever. */
  private static final int LONGEST_NUMBER = 1000;

  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final long[] LONG_POWERS = new long[19];

  static {
    LONG_POWERS[0] = 1;
    for (int i = 1; i < LONG_POWERS.length; i++) {
      LONG_POWERS[i] = 10 * LONG_POWERS[i - 1];
    }
  }

  private final TemporalParser times;

  public FieldParser(TimeFormats formats) {
    this.times = new TemporalParser(formats);
  }

  /**
   * Sets a row of a column to the value that the text {@code data[from, to)} stands for.
   *
   * @param data well-formed UTF-8; a binary value is decoded into its own place
   * @return whether the text stands for a value of the column's type
   */
  public boolean parse(ColumnTarget target, int row, byte[] data, int from, int to) {
    DataType type = target.type();
    return switch (type.kind()) {
      case CHAR, VARCHAR -> text(target, row, data, from, to);
      case BOOLEAN -> bool(target, row, data, from, to);
      case TINYINT, SMALLINT, INTEGER, BIGINT -> integer(target, row, data, from, to);
      case DECIMAL -> decimal(target, row, data, from, to);
      case DOUBLE -> doubleValue(target, row, data, from, to);
      case REAL -> real(target, row, data, from, to);
      case BINARY -> binary(target, row, data, from, to);
      case DATE -> date(target, row, data, from, to);
      case TIME, TIMESTAMP, TIMESTAMP_LTZ -> time(target, row, data, from, to);
      case INTERVAL_DAY, INTERVAL_MONTH, ARRAY, MAP, ROW, JSON, JSONB, VARIANT, NULL -> false;
    };
  }

  private static boolean text(ColumnTarget target, int row, byte[] data, int from, int to) {
    if (!target.fits(data, from, to - from)) {
      return false;
    }
    target.setRange(row, from, to - from);
    return true;
  }

  private static boolean bool(ColumnTarget target, int row, byte[] data, int from, int to) {
    boolean isTrue = isWord(data, from, to, "true");
    if (!isTrue && !isWord(data, from, to, "false")) {
      return false;
    }
    target.setBoolean(row, isTrue);
    return true;
  }

  /** Whether the text is that word, in any case. */
  private static boolean isWord(byte[] data, int from, int to, String word) {
    if (to - from != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if ((data[from + i] | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean integer(ColumnTarget target, int row, byte[] data, int from, int to) {
    int at = from;
    boolean negative = at < to && data[at] == '-';
    if (negative) {
      at++;
    }
    int digits = to - at;
    long value = 0;
    if (digits < 1 || digits > 18) {
      return slowInteger(target, row, data, from, to);
    }
    for (; at < to; at++) {
      int digit = data[at] - '0';
      if (digit < 0 || digit > 9) {
        return slowInteger(target, row, data, from, to);
      }
      value = 10 * value + digit;
    }
    return setInteger(target, row, negative ? -value : value);
  }

  private static boolean slowInteger(ColumnTarget target, int row, byte[] data, int from, int to) {
    BigDecimal value = exact(data, from, to);
    if (value == null || value.precision() - (long) value.scale() > 19) {
      return false;
    }
    BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    if (plain.scale() > 0) {
      return false;
    }
    BigInteger whole = plain.toBigInteger();
    return whole.bitLength() < 64 && setInteger(target, row, whole.longValue());
  }

  /** Sets a column of whole numbers, unless the number is out of its range. */
  public static boolean setInteger(ColumnTarget target, int row, long value) {
    switch (target.type().kind()) {
      case TINYINT -> {
        if (value != (byte) value) {
          return false;
        }
        target.setInt(row, (int) value);
      }
      case SMALLINT -> {
        if (value != (short) value) {
          return false;
        }
        target.setInt(row, (int) value);
      }
      case INTEGER -> {
        if (value != (int) value) {
          return false;
        }
        target.setInt(row, (int) value);
      }
      default -> target.setLong(row, value);
    }
    return true;
  }

  /** The number as it stands; null if it is none or absurdly long. */
  private static @org.jspecify.annotations.Nullable BigDecimal exact(
      byte[] data, int from, int to) {
    if (!isNumber(data, from, to)) {
      return null;
    }
    try {
      return new BigDecimal(ascii(data, from, to));
    } catch (NumberFormatException e) {
      return null; // an exponent beyond 32 bits
    }
  }

  private static String ascii(byte[] data, int from, int to) {
    return new String(data, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** Sign, digits with a point somewhere, exponent. */
  private static boolean isNumber(byte[] data, int from, int to) {
    if (to - from > LONGEST_NUMBER) {
      return false;
    }
    int at = from;
    if (at < to && (data[at] == '-' || data[at] == '+')) {
      at++;
    }
    int digits = 0;
    while (at < to && isDigit(data[at])) {
      at++;
      digits++;
    }
    if (at < to && data[at] == '.') {
      at++;
      while (at < to && isDigit(data[at])) {
        at++;
        digits++;
      }
    }
    if (digits == 0) {
      return false;
    }
    if (at < to && (data[at] | 0x20) == 'e') {
      at++;
      if (at < to && (data[at] == '-' || data[at] == '+')) {
        at++;
      }
      int begin = at;
      while (at < to && isDigit(data[at])) {
        at++;
      }
      if (at == begin) {
        return false;
      }
    }
    return at == to;
  }

  private static boolean isDigit(byte value) {
    return value >= '0' && value <= '9';
  }

  private static boolean decimal(ColumnTarget target, int row, byte[] data, int from, int to) {
    int scale = target.type().scale();
    int at = from;
    boolean negative = at < to && data[at] == '-';
    if (negative) {
      at++;
    }
    long value = 0;
    int whole = 0;
    while (at < to && isDigit(data[at])) {
      value = 10 * value + (data[at++] - '0');
      whole++;
    }
    int fraction = 0;
    if (at < to && data[at] == '.') {
      at++;
      while (at < to && isDigit(data[at])) {
        value = 10 * value + (data[at++] - '0');
        fraction++;
      }
    }
    int precision = target.type().precision();
    if (at != to
        || whole == 0
        || fraction > scale
        || whole + scale > DataType.MAX_SHORT_DECIMAL_PRECISION
        || precision > DataType.MAX_SHORT_DECIMAL_PRECISION) {
      return slowDecimal(target, row, data, from, to);
    }
    value *= LONG_POWERS[scale - fraction];
    if (value >= LONG_POWERS[precision]) {
      return false;
    }
    target.setLong(row, negative ? -value : value);
    return true;
  }

  private static boolean slowDecimal(ColumnTarget target, int row, byte[] data, int from, int to) {
    DataType type = target.type();
    BigDecimal value = exact(data, from, to);
    if (value == null || value.precision() - (long) value.scale() > type.precision()) {
      if (value == null || value.signum() != 0) {
        return false;
      }
      value = BigDecimal.ZERO;
    }
    BigDecimal scaled = value.setScale(type.scale(), RoundingMode.HALF_UP);
    if (scaled.precision() > type.precision()) {
      return false;
    }
    if (type.precision() > DataType.MAX_SHORT_DECIMAL_PRECISION) {
      target.setInt128(row, scaled.unscaledValue());
    } else {
      target.setLong(row, scaled.unscaledValue().longValue());
    }
    return true;
  }

  private static boolean doubleValue(ColumnTarget target, int row, byte[] data, int from, int to) {
    int at = from;
    boolean negative = at < to && data[at] == '-';
    if (negative) {
      at++;
    }
    long digits = 0;
    int begin = at;
    while (at < to && isDigit(data[at])) {
      digits = 10 * digits + (data[at++] - '0');
    }
    int count = at - begin;
    int fraction = 0;
    if (at < to && data[at] == '.') {
      int point = at++;
      while (at < to && isDigit(data[at])) {
        digits = 10 * digits + (data[at++] - '0');
      }
      fraction = at - point - 1;
      count += fraction;
    }
    // Both the digits and the power of ten are exact doubles here, so one division is right.
    if (at != to || count == 0 || count > 18 || digits > 1L << 53 || fraction >= POWERS.length) {
      return slowDouble(target, row, data, from, to);
    }
    double value = digits / POWERS[fraction];
    target.setDouble(row, negative ? -value : value);
    return true;
  }

  private static boolean slowDouble(ColumnTarget target, int row, byte[] data, int from, int to) {
    if (isNumber(data, from, to)) {
      double value = Double.parseDouble(ascii(data, from, to));
      target.setDouble(row, value);
      return !Double.isInfinite(value);
    }
    return notANumber(target, row, data, from, to);
  }

  private static boolean real(ColumnTarget target, int row, byte[] data, int from, int to) {
    if (isNumber(data, from, to)) {
      float value = Float.parseFloat(ascii(data, from, to));
      target.setDouble(row, value);
      return !Float.isInfinite(value);
    }
    return notANumber(target, row, data, from, to);
  }

  /** NaN and the infinities, by the names that this and other engines write. */
  public static boolean notANumber(ColumnTarget target, int row, byte[] data, int from, int to) {
    if (to - from > 9 || to - from < 3) {
      return false;
    }
    switch (ascii(data, from, to)) {
      case "NaN" -> target.setDouble(row, Double.NaN);
      case "Infinity", "+Infinity", "INF", "+INF" ->
          target.setDouble(row, Double.POSITIVE_INFINITY);
      case "-Infinity", "-INF" -> target.setDouble(row, Double.NEGATIVE_INFINITY);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean binary(ColumnTarget target, int row, byte[] data, int from, int to) {
    byte[] text = Arrays.copyOfRange(data, from, to);
    try {
      byte[] value = Base64.getDecoder().decode(text);
      System.arraycopy(value, 0, data, from, value.length);
      target.setRange(row, from, value.length);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private boolean date(ColumnTarget target, int row, byte[] data, int from, int to) {
    try {
      long day = times.date(data, from, to);
      target.setInt(row, (int) day);
      return day != TemporalParser.INVALID;
    } catch (DateTimeException | ArithmeticException e) {
      return false;
    }
  }

  private boolean time(ColumnTarget target, int row, byte[] data, int from, int to) {
    try {
      long value =
          switch (target.type().kind()) {
            case TIME -> times.time(data, from, to);
            case TIMESTAMP -> times.timestamp(data, from, to);
            default -> times.instant(data, from, to);
          };
      if (value == TemporalParser.INVALID) {
        return false;
      }
      target.setLong(row, cut(value, target.type().precision()));
      return true;
    } catch (DateTimeException | ArithmeticException e) {
      return false;
    }
  }

  /**
   * Sets a row of a timestamp column from text in the most usual form, up to a closing quote.
   *
   * @return where the quote is; negative if the text is of another form, or no timestamp
   */
  public int plainTimestamp(ColumnTarget target, int row, byte[] data, int from) {
    DataType type = target.type();
    long micros = times.plain(data, from, type.kind() == TypeKind.TIMESTAMP_LTZ);
    int end = times.plainEnd();
    if (micros == TemporalParser.INVALID || data[end] != '"') {
      return -1;
    }
    target.setLong(row, cut(micros, type.precision()));
    return end;
  }

  /** Leaves so many digits of the fraction of a second. */
  private static long cut(long micros, int digits) {
    return digits >= 6 ? micros : micros - Math.floorMod(micros, LONG_POWERS[6 - digits]);
  }
}
