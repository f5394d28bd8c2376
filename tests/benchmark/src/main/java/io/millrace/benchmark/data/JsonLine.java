package io.millrace.benchmark.data;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;

/**
 * Builds lines with one JSON object each, in ASCII. Text must need no escapes. There is no check of
 * space within a line: none comes near the size of the buffer.
 */
final class JsonLine {
  private static final int MAX_BYTES = 1 << 14;
  private static final int MINUTE_MILLIS = 60_000;
  private static final int LETTERS = 26;
  private static final int BITS_OF_LETTER = 5;
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:");

  private final byte[] bytes = new byte[MAX_BYTES];
  private int length;
  private long minute = Long.MIN_VALUE;
  private String minuteText = "";

  JsonLine number(String key, long value) {
    key(key);
    ascii(Long.toString(value));
    return this;
  }

  JsonLine text(String key, String value) {
    key(key);
    bytes[length++] = '"';
    ascii(value);
    bytes[length++] = '"';
    return this;
  }

  /** Text of letters that mean nothing. */
  JsonLine letters(String key, int count, SplittableRandom random) {
    key(key);
    bytes[length++] = '"';
    long bits = 0;
    for (int i = 0; i < count; i++) {
      if (i % (Long.SIZE / BITS_OF_LETTER) == 0) {
        bits = random.nextLong();
      }
      long five = bits & (1 << BITS_OF_LETTER) - 1;
      bytes[length++] = (byte) ('a' + (five * LETTERS >>> BITS_OF_LETTER));
      bits >>>= BITS_OF_LETTER;
    }
    bytes[length++] = '"';
    return this;
  }

  /** A time as {@code 2026-01-31 23:59:59.999}. */
  JsonLine time(String key, long epochMillis) {
    key(key);
    bytes[length++] = '"';
    long newMinute = Math.floorDiv(epochMillis, MINUTE_MILLIS);
    if (newMinute != minute) {
      minute = newMinute;
      minuteText = MINUTE.format(LocalDateTime.ofEpochSecond(newMinute * 60, 0, ZoneOffset.UTC));
    }
    ascii(minuteText);
    int millis = Math.floorMod(epochMillis, MINUTE_MILLIS);
    digits(millis / 1000, 2);
    bytes[length++] = '.';
    digits(millis % 1000, 3);
    bytes[length++] = '"';
    return this;
  }

  private void digits(int value, int count) {
    int rest = value;
    for (int i = count - 1; i >= 0; i--) {
      bytes[length + i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += count;
  }

  private void key(String key) {
    bytes[length] = (byte) (length == 0 ? '{' : ',');
    length++;
    bytes[length++] = '"';
    ascii(key);
    bytes[length++] = '"';
    bytes[length++] = ':';
  }

  private void ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
  }

  /** Ends the line, writes it, and begins the next. */
  void writeTo(OutputStream out) throws IOException {
    bytes[length++] = '}';
    bytes[length++] = '\n';
    out.write(bytes, 0, length);
    length = 0;
  }
}
