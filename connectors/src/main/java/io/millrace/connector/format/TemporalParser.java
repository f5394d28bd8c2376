package io.millrace.connector.format;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;

/**
 * Reads dates and times. ISO text is {@code yyyy-MM-dd}, then optionally {@code T} or a blank and
 * {@code HH:mm[:ss[.f…]]}, then optionally {@code Z} or an offset; digits behind microseconds are
 * dropped. Text with an offset in a column without zone is the local time in the configured zone.
 * Not thread-safe.
 */
final class TemporalParser {
  /** No value: the text is not one. */
  static final long INVALID = Long.MIN_VALUE;

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
  private static final long NO_OFFSET = Long.MAX_VALUE;
  private static final int LONGEST = 64;

  /** The length of {@code yyyy-MM-dd}. */
  private static final int SHORTEST_DATE = 10;

  private static final int[] DAYS_BEFORE_MONTH = {
    0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334
  };
  private static final int[] DAYS_OF_MONTH = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private final TimeFormats formats;
  private final boolean utc;
  private int at;

  /** The ten bytes of the last date that stood before a time, and its day. */
  private long dateWord;

  private long dateRest = -1;
  private long dateDay;

  /** Seconds to subtract from what the last text says to get UTC, or {@link #NO_OFFSET}. */
  private long offset;

  TemporalParser(TimeFormats formats) {
    this.formats = formats;
    this.utc = formats.zone().normalized().equals(ZoneOffset.UTC);
  }

  /** Days since 1970. */
  long date(byte[] data, int from, int to) {
    if (formats.datePattern().isPresent()) {
      return LocalDate.parse(text(data, from, to), formats.datePattern().get()).toEpochDay();
    }
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

  /** Microseconds since 1970 on the local clock. */
  long timestamp(byte[] data, int from, int to) {
    long micros = read(data, from, to);
    if (micros == INVALID || offset == NO_OFFSET) {
      return micros;
    }
    return local(micros - offset * MICROS_PER_SECOND);
  }

  /** Microseconds since 1970 in UTC. */
  long instant(byte[] data, int from, int to) {
    long micros = read(data, from, to);
    if (micros == INVALID) {
      return INVALID;
    }
    return offset == NO_OFFSET ? instant(micros) : micros - offset * MICROS_PER_SECOND;
  }

  private long local(long instant) {
    if (utc) {
      return instant;
    }
    Instant second = Instant.ofEpochSecond(Math.floorDiv(instant, MICROS_PER_SECOND));
    return instant
        + formats.zone().getRules().getOffset(second).getTotalSeconds() * MICROS_PER_SECOND;
  }

  private long instant(long local) {
    if (utc) {
      return local;
    }
    long second = Math.floorDiv(local, MICROS_PER_SECOND);
    return LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC)
                .atZone(formats.zone())
                .toEpochSecond()
            * MICROS_PER_SECOND
        + Math.floorMod(local, MICROS_PER_SECOND);
  }

  private long read(byte[] data, int from, int to) {
    if (formats.timestampUnit() != 0) {
      offset = 0;
      return epoch(data, from, to);
    }
    if (formats.timestampPattern().isPresent()) {
      return patterned(text(data, from, to), formats.timestampPattern().get());
    }
    return iso(data, from, to);
  }

  private long epoch(byte[] data, int from, int to) {
    boolean negative = from < to && data[from] == '-';
    int digit = negative ? from + 1 : from;
    if (to - digit >= 1 && to - digit <= 18) {
      long value = 0;
      while (digit < to && data[digit] >= '0' && data[digit] <= '9') {
        value = 10 * value + (data[digit++] - '0');
      }
      if (digit == to) {
        return Math.multiplyExact(negative ? -value : value, formats.timestampUnit());
      }
    }
    try {
      BigDecimal value = new BigDecimal(text(data, from, to));
      if (value.precision() - (long) value.scale() > 19 || value.scale() > LONGEST) {
        return INVALID;
      }
      return value
          .multiply(BigDecimal.valueOf(formats.timestampUnit()))
          .setScale(0, RoundingMode.FLOOR)
          .longValueExact();
    } catch (NumberFormatException e) {
      return INVALID;
    }
  }

  private long patterned(String text, DateTimeFormatter pattern) {
    TemporalAccessor parsed = pattern.parse(text);
    ZoneId zone = parsed.query(TemporalQueries.zone());
    LocalDate date = LocalDate.from(parsed);
    long nanos =
        parsed.isSupported(ChronoField.NANO_OF_DAY) ? parsed.getLong(ChronoField.NANO_OF_DAY) : 0;
    long micros =
        Math.addExact(
            Math.multiplyExact(date.toEpochDay(), MICROS_PER_DAY), Math.floorDiv(nanos, 1000));
    offset = NO_OFFSET;
    if (zone != null) {
      LocalDateTime dateTime =
          LocalDateTime.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND), 0, ZoneOffset.UTC);
      offset = dateTime.atZone(zone).getOffset().getTotalSeconds();
    }
    return micros;
  }

  private static String text(byte[] data, int from, int to) {
    if (to - from > LONGEST) {
      throw new java.time.DateTimeException("too long");
    }
    return new String(data, from, to - from, StandardCharsets.UTF_8);
  }

  private long iso(byte[] data, int from, int to) {
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
