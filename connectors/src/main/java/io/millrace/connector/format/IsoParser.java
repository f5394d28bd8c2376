package io.millrace.connector.format;

/**
 * Reads dates and times in ISO form: {@code yyyy-MM-dd}, then optionally {@code T} or a blank and
 * {@code HH:mm[:ss[.f…]]}, then optionally {@code Z} or an offset; digits behind microseconds are
 * dropped. Not thread-safe.
 */
final class IsoParser {
  /** No value: the text is not one. */
  static final long INVALID = Long.MIN_VALUE;

  /** The text names no zone. */
  static final long NO_OFFSET = Long.MAX_VALUE;

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

  /** The length of {@code yyyy-MM-dd}. */
  private static final int SHORTEST_DATE = 10;

  private static final int[] DAYS_BEFORE_MONTH = {
    0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334
  };
  private static final int[] DAYS_OF_MONTH = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  /** Of the eight bytes {@code dd HH:mm} the blank and the colon. */
  private static final long PLAIN_SEPARATORS = 0x00_00_FF_00_00_FF_00_00L;

  private static final long BLANK_AND_COLON = (long) ':' << 40 | ' ' << 16;
  private static final long T_AND_COLON = (long) ':' << 40 | 'T' << 16;
  private static final long TWO_ZEROS = 0x3030;

  /** Microseconds of the last digit of a fraction, by the number of digits. */
  private static final int[] FRACTION_UNITS = {0, 100_000, 10_000, 1_000, 100, 10, 1};

  private int at;

  /** The ten bytes of the last date that stood before a time, and its day. */
  private long dateWord;

  private long dateRest = -1;
  private long dateDay;
  private long offset;

  /** Seconds to subtract from what the last text says to get UTC, or {@link #NO_OFFSET}. */
  long offset() {
    return offset;
  }

  /** The place behind what {@link #plainTimestamp} read. */
  int end() {
    return at;
  }

  /** Days since 1970. */
  long date(byte[] data, int from, int to) {
    at = from;
    long day = isoDate(data, to);
    return at == to ? day : INVALID;
  }

  /** Microseconds since midnight. */
  long time(byte[] data, int from, int to) {
    at = from;
    long time = isoTime(data, to);
    return at == to ? time : INVALID;
  }

  /** Microseconds since 1970, on the clock of {@link #offset}. */
  long timestamp(byte[] data, int from, int to) {
    offset = NO_OFFSET;
    at = from;
    long day = knownDate(data, to);
    if (day == INVALID) {
      return INVALID;
    }
    if (at == to) {
      return day * MICROS_PER_DAY;
    }
    byte separator = data[at++];
    if (separator != 'T' && separator != ' ' && separator != 't') {
      return INVALID;
    }
    long time = isoTime(data, to);
    if (time == INVALID || (at < to && !isoOffset(data, to))) {
      return INVALID;
    }
    return at == to ? day * MICROS_PER_DAY + time : INVALID;
  }

  /**
   * Microseconds since 1970 of a timestamp in its most usual form, {@code yyyy-MM-dd HH:mm:ss} with
   * T or a blank, up to six digits of a fraction, and nothing or Z behind; it ends at the first
   * byte that does not belong to it. What is not of that form may still be a timestamp.
   */
  long plainTimestamp(byte[] data, int from) {
    if (from + 32 > data.length) {
      return INVALID;
    }
    long middle = Bytes.word(data, from + 8); // dd HH:mm
    long seconds = Bytes.word(data, from + 16); // :ss and more
    boolean separated =
        ((middle & PLAIN_SEPARATORS) == T_AND_COLON
                || (middle & PLAIN_SEPARATORS) == BLANK_AND_COLON)
            && (byte) seconds == ':';
    // the digits of HHmmss, and two more to make it eight
    long digits =
        middle >>> 24 & 0xFFFF
            | (middle >>> 48) << 16
            | (seconds >>> 8 & 0xFFFF) << 32
            | TWO_ZEROS << 48;
    if (!separated || Bytes.digits(digits) != 8 || !isKnownDate(data, from, middle)) {
      return INVALID;
    }
    long time = secondOfDay(Bytes.number(digits, 8) / 100);
    at = from + 19;
    long fraction = 0;
    if (data[at] == '.') {
      long word = Bytes.word(data, at + 1);
      int count = Bytes.digits(word);
      if (count == 0 || count > 6) {
        return INVALID;
      }
      fraction = Bytes.number(word, count) * FRACTION_UNITS[count];
      at += count + 1;
    }
    offset = NO_OFFSET;
    if (data[at] == 'Z') {
      offset = 0;
      at++;
    }
    return time < 0 ? INVALID : dateDay * MICROS_PER_DAY + time * MICROS_PER_SECOND + fraction;
  }

  /** The second of the day that {@code HHmmss} says, negative if there is none. */
  private static int secondOfDay(int hoursMinutesSeconds) {
    int hour = hoursMinutesSeconds / 10_000;
    int minute = hoursMinutesSeconds / 100 % 100;
    int second = hoursMinutesSeconds % 100;
    return hour > 23 || minute > 59 || second > 59 ? -1 : (hour * 60 + minute) * 60 + second;
  }

  /** Makes the ten bytes from a place the last date; false if they are none. */
  private boolean isKnownDate(byte[] data, int from, long rest) {
    if (Bytes.word(data, from) == dateWord && (rest & 0xFFFF) == dateRest) {
      return true;
    }
    at = from;
    return knownDate(data, from + SHORTEST_DATE) != INVALID && at == from + SHORTEST_DATE;
  }

  /** An ISO date, which is often that of the record before. */
  private long knownDate(byte[] data, int to) {
    if (to - at < SHORTEST_DATE || at + 2 * Long.BYTES > data.length) {
      return isoDate(data, to);
    }
    long word = Bytes.word(data, at);
    long rest = Bytes.word(data, at + Long.BYTES) & 0xFFFF;
    if (word == dateWord && rest == dateRest) {
      at += SHORTEST_DATE;
      return dateDay;
    }
    int begin = at;
    long day = isoDate(data, to);
    if (day != INVALID && at == begin + SHORTEST_DATE) {
      dateWord = word;
      dateRest = rest;
      dateDay = day;
    }
    return day;
  }

  private long isoDate(byte[] data, int to) {
    boolean signed = at < to && (data[at] == '-' || data[at] == '+');
    boolean negative = signed && data[at] == '-';
    if (signed) {
      at++;
    }
    int begin = at;
    int year = 0;
    while (at < to && at - begin < 6 && isDigit(data[at])) {
      year = 10 * year + (data[at++] - '0');
    }
    int digits = at - begin;
    if (digits < 4 || (digits > 4 && !signed) || at + 6 > to) {
      return INVALID;
    }
    int month = two(data, at + 1);
    int day = two(data, at + 4);
    if (data[at] != '-' || data[at + 3] != '-' || month < 1 || month > 12 || year > 200_000) {
      return INVALID;
    }
    at += 6;
    int signedYear = negative ? -year : year;
    boolean leap = (signedYear & 3) == 0 && (signedYear % 100 != 0 || signedYear % 400 == 0);
    int last = month == 2 && leap ? 29 : DAYS_OF_MONTH[month];
    if (day < 1 || day > last) {
      return INVALID;
    }
    long before = signedYear - 1L;
    long days =
        365L * signedYear
            + Math.floorDiv(before, 4)
            - Math.floorDiv(before, 100)
            + Math.floorDiv(before, 400)
            + 1; // the leap day of year 0
    return days - 719_528 + DAYS_BEFORE_MONTH[month] + (month > 2 && leap ? 1 : 0) + day - 1;
  }

  private long isoTime(byte[] data, int to) {
    if (at + 5 > to || data[at + 2] != ':') {
      return INVALID;
    }
    int hour = two(data, at);
    int minute = two(data, at + 3);
    int second = 0;
    at += 5;
    long micros = 0;
    if (at < to && data[at] == ':') {
      if (at + 3 > to) {
        return INVALID;
      }
      second = two(data, at + 1);
      at += 3;
      if (at < to && data[at] == '.') {
        at++;
        micros = fraction(data, to);
      }
    }
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
      return INVALID;
    }
    return micros == INVALID
        ? INVALID
        : (hour * 3600L + minute * 60L + second) * MICROS_PER_SECOND + micros;
  }

  private long fraction(byte[] data, int to) {
    int begin = at;
    long micros = 0;
    while (at < to && isDigit(data[at])) {
      if (at - begin < 6) {
        micros = 10 * micros + (data[at] - '0');
      }
      at++;
    }
    int digits = at - begin;
    if (digits == 0) {
      return INVALID;
    }
    for (int i = digits; i < 6; i++) {
      micros *= 10;
    }
    return micros;
  }

  /** Z, ±hh, ±hhmm, ±hh:mm or ±hh:mm:ss. */
  private boolean isoOffset(byte[] data, int to) {
    byte sign = data[at++];
    if (sign == 'Z' || sign == 'z') {
      offset = 0;
      return true;
    }
    if ((sign != '+' && sign != '-') || at + 2 > to) {
      return false;
    }
    int hours = two(data, at);
    int minutes = 0;
    int seconds = 0;
    at += 2;
    if (at < to) {
      if (data[at] == ':') {
        at++;
      }
      if (at + 2 > to) {
        return false;
      }
      minutes = two(data, at);
      at += 2;
      if (at + 3 == to && data[at] == ':') {
        seconds = two(data, at + 1);
        at += 3;
      }
    }
    if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) {
      return false;
    }
    offset = hours * 3600L + minutes * 60L + seconds;
    if (sign == '-') {
      offset = -offset;
    }
    return true;
  }

  private static boolean isDigit(byte value) {
    return value >= '0' && value <= '9';
  }

  /** Two digits as a number, or a negative number. */
  private static int two(byte[] data, int from) {
    int tens = data[from] - '0';
    int ones = data[from + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : 10 * tens + ones;
  }
}
