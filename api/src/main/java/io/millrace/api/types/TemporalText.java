package io.millrace.api.types;

/**
 * Dates, times and intervals as ASCII text, the same in files and on screens. Dates and times are
 * in ISO form: {@code 2026-03-01}, {@code 12:30:05}. A fraction has as many digits as it needs of
 * 0, 3 and 6. Years outside of 0 to 9999 have a sign.
 *
 * <p>All methods write to an array at a place and return the place behind; the caller provides room
 * for {@link #MAX_LENGTH} bytes.
 */
public final class TemporalText {
  /** What one call writes at most. */
  public static final int MAX_LENGTH = 32;

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

  private TemporalText() {}

  /** Writes days since 1970, those of a DATE or a TIMESTAMP, as {@code yyyy-MM-dd}. */
  public static int date(byte[] out, int at, long epochDay) {
    // Days to year, month and day on a calendar that begins with March, in eras of 400 years.
    long shifted = epochDay + 719_468;
    long era = Math.floorDiv(shifted, 146_097L);
    int dayOfEra = (int) (shifted - era * 146_097);
    int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int monthFromMarch = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
    int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    int next = year(out, at, year);
    out[next++] = '-';
    next = twoDigits(out, next, month);
    out[next++] = '-';
    return twoDigits(out, next, day);
  }

  private static int year(byte[] out, int at, long year) {
    int next = at;
    if (year < 0) {
      out[next++] = '-';
    } else if (year > 9999) {
      out[next++] = '+';
    }
    long magnitude = Math.abs(year);
    int digits = 4;
    for (long limit = 10_000; magnitude >= limit; limit *= 10) {
      digits++;
    }
    return digits(out, next, magnitude, digits);
  }

  /** Writes microseconds since midnight as {@code HH:mm:ss[.fff[fff]]}. */
  public static int time(byte[] out, int at, long microsOfDay) {
    int seconds = (int) (microsOfDay / MICROS_PER_SECOND);
    int next = twoDigits(out, at, seconds / 3600);
    out[next++] = ':';
    next = twoDigits(out, next, seconds / 60 % 60);
    out[next++] = ':';
    next = twoDigits(out, next, seconds % 60);
    long micros = microsOfDay % MICROS_PER_SECOND;
    if (micros == 0) {
      return next;
    }
    out[next++] = '.';
    return micros % 1000 == 0 ? digits(out, next, micros / 1000, 3) : digits(out, next, micros, 6);
  }

  /**
   * Writes microseconds since 1970 as date and time of day.
   *
   * @param separator what stands between them, an ASCII character
   */
  public static int timestamp(byte[] out, int at, long micros, char separator) {
    int next = date(out, at, Math.floorDiv(micros, MICROS_PER_DAY));
    out[next++] = (byte) separator;
    return time(out, next, Math.floorMod(micros, MICROS_PER_DAY));
  }

  /** Writes years and months as {@code 1-02}; a minus sign holds for both. */
  public static int monthInterval(byte[] out, int at, int months) {
    long magnitude = Math.abs((long) months);
    int next = sign(out, at, months);
    next = number(out, next, magnitude / 12);
    out[next++] = '-';
    return twoDigits(out, next, (int) (magnitude % 12));
  }

  /** Writes microseconds as {@code 1 02:03:04.5}, days and time; a minus sign holds for both. */
  public static int dayInterval(byte[] out, int at, long micros) {
    int next = sign(out, at, micros);
    // The absolute value of the smallest long is not a long; its parts are.
    next = number(out, next, Math.abs(micros / MICROS_PER_DAY));
    out[next++] = ' ';
    return time(out, next, Math.abs(micros % MICROS_PER_DAY));
  }

  private static int sign(byte[] out, int at, long value) {
    if (value >= 0) {
      return at;
    }
    out[at] = '-';
    return at + 1;
  }

  private static int number(byte[] out, int at, long value) {
    int count = 1;
    for (long limit = 10; value >= limit; limit *= 10) {
      count++;
    }
    return digits(out, at, value, count);
  }

  private static int twoDigits(byte[] out, int at, int value) {
    out[at] = (byte) ('0' + value / 10);
    out[at + 1] = (byte) ('0' + value % 10);
    return at + 2;
  }

  private static int digits(byte[] out, int at, long value, int count) {
    long rest = value;
    for (int i = at + count - 1; i >= at; i--) {
      out[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return at + count;
  }
}
