package io.millrace.exec.expression.runtime;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;

/**
 * Reads dates, times and intervals from text in ISO form: {@code 2026-01-31}, {@code
 * 12:30[:15[.5]]}, both with a {@code T} or a blank between, then {@code Z}, an offset or a zone
 * where the type is an instant. A fraction has at most nine digits, and those behind the sixth are
 * cut off. Blanks around it do not count. Keeps its place in the text: not thread-safe.
 */
public final class TextTimes implements InstanceConstant {
  private static final int MAX_YEAR = 294_000;

  private byte[] data = {};
  private int at;
  private int end;
  private boolean good;

  @Override
  public TextTimes forInstance() {
    return new TextTimes();
  }

  /** A date; a time behind it is checked and dropped. */
  public int date(byte[] text, int start, int length, Site site) {
    begin(text, start, length);
    long days = readDate();
    if (good && at < end) {
      readSeparator();
      readTime();
    }
    return good && at == end ? (int) days : site.castInvalid(text, start, length);
  }

  public long time(byte[] text, int start, int length, Site site) {
    begin(text, start, length);
    long time = readTime();
    return good && at == end ? time : site.castInvalid(text, start, length);
  }

  public long timestamp(byte[] text, int start, int length, Site site) {
    begin(text, start, length);
    long micros = readTimestamp();
    return good && at == end ? micros : site.castInvalid(text, start, length);
  }

  /** An instant; a time without zone is one of the session's. */
  public long instant(byte[] text, int start, int length, Zone session, Site site) {
    begin(text, start, length);
    long local = readTimestamp();
    if (good && at == end) {
      return session.toInstant(local);
    }
    long offset = readOffset();
    if (good && at == end) {
      return local - offset;
    }
    if (good && at < end) {
      String name = new String(data, at, end - at, StandardCharsets.UTF_8);
      try {
        return new Zone(ZoneId.of(name)).toInstant(local);
      } catch (DateTimeException unknown) {
        return site.castInvalid(text, start, length);
      }
    }
    return site.castInvalid(text, start, length);
  }

  /** {@code [-]days hh:mm:ss[.f]}, or days alone. */
  public long dayInterval(byte[] text, int start, int length, Site site) {
    begin(text, start, length);
    boolean negative = readSign();
    long days = readNumber(1, 9);
    long time = 0;
    if (good && at < end && data[at] == ' ') {
      at++;
      time = readTime();
    }
    if (!good || at != end || days > 106_000_000) {
      return site.castInvalid(text, start, length);
    }
    long micros = days * Dates.DAY + time;
    return negative ? -micros : micros;
  }

  /** {@code [-]years-months}. */
  public int monthInterval(byte[] text, int start, int length, Site site) {
    begin(text, start, length);
    boolean negative = readSign();
    long years = readNumber(1, 8);
    expect('-');
    long months = readNumber(1, 2);
    if (!good || at != end || months > 11) {
      return site.castInvalid(text, start, length);
    }
    int total = (int) (years * 12 + months);
    return negative ? -total : total;
  }

  private void begin(byte[] text, int start, int length) {
    data = text;
    at = TextNumbers.skipBlanks(text, start, start + length);
    end = TextNumbers.trimBlanks(text, at, start + length);
    good = true;
  }

  private boolean readSign() {
    boolean negative = at < end && data[at] == '-';
    if (at < end && (data[at] == '-' || data[at] == '+')) {
      at++;
    }
    return negative;
  }

  private long readTimestamp() {
    long days = readDate();
    if (!good || at == end) {
      return days * Dates.DAY;
    }
    readSeparator();
    return days * Dates.DAY + readTime();
  }

  private void readSeparator() {
    good &= at < end && (data[at] == 'T' || data[at] == 't' || data[at] == ' ');
    at++;
  }

  private long readDate() {
    boolean negative = readSign();
    long year = readNumber(4, 6);
    expect('-');
    int month = (int) readNumber(1, 2);
    expect('-');
    int day = (int) readNumber(1, 2);
    if (negative) {
      year = -year;
    }
    good &= Math.abs(year) < MAX_YEAR && month >= 1 && month <= 12 && day >= 1;
    good = good && day <= Dates.daysOfMonth(year, month);
    return good ? Dates.days(year, month, day) : 0;
  }

  private long readTime() {
    long hours = readNumber(1, 2);
    expect(':');
    long minutes = readNumber(2, 2);
    long seconds = 0;
    long fraction = 0;
    if (good && at < end && data[at] == ':') {
      at++;
      seconds = readNumber(2, 2);
      if (good && at < end && (data[at] == '.' || data[at] == ',')) {
        at++;
        int from = at;
        fraction = readNumber(1, 9);
        int digits = at - from;
        for (; digits < 6; digits++) {
          fraction *= 10;
        }
        for (; digits > 6; digits--) {
          fraction /= 10;
        }
      }
    }
    good &= hours < 24 && minutes < 60 && seconds < 60;
    return ((hours * 60 + minutes) * 60 + seconds) * Dates.SECOND + fraction;
  }

  /** Z or ±hh[[:]mm[[:]ss]] with blanks before it; leaves anything else, a zone's name, unread. */
  private long readOffset() {
    while (at < end && data[at] == ' ') {
      at++;
    }
    if (!good || at == end) {
      good = false;
      return 0;
    }
    if (data[at] == 'Z' && at + 1 == end || data[at] == 'z' && at + 1 == end) {
      at++;
      return 0;
    }
    if (data[at] != '+' && data[at] != '-') {
      return 0;
    }
    boolean negative = readSign();
    long hours = readNumber(1, 2);
    long minutes = 0;
    if (good && at < end) {
      if (data[at] == ':') {
        at++;
      }
      minutes = readNumber(2, 2);
    }
    good &= hours <= 18 && minutes < 60;
    long offset = (hours * 60 + minutes) * Dates.MINUTE;
    return negative ? -offset : offset;
  }

  private void expect(char character) {
    good &= at < end && data[at] == character;
    at++;
  }

  /** A run of digits; not good if there are fewer or more. */
  private long readNumber(int fewest, int most) {
    long value = 0;
    int from = at;
    while (at < end && data[at] >= '0' && data[at] <= '9' && at - from <= most) {
      value = value * 10 + data[at] - '0';
      at++;
    }
    good &= at - from >= fewest && at - from <= most;
    return value;
  }
}
