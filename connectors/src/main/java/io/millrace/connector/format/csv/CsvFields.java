package io.millrace.connector.format.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds the fields of a record, one after the other. Not thread-safe. */
final class CsvFields {
  private final byte delimiter;
  private final byte quote;
  private final byte escape;
  private final boolean trimLeading;
  private final boolean trimTrailing;

  /** The content of the last field, without quotes. */
  int from;

  int to;

  /** Whether it stood in quotes. */
  boolean quoted;

  /** Whether it has escapes, so that {@link #decode} must be called. */
  boolean escapes;

  /** Whether its quotes are not closed, or something stands behind them. */
  boolean broken;

  CsvFields(CsvFormat format) {
    this.delimiter = format.dialect().delimiter();
    this.quote = format.dialect().quote();
    this.escape = format.dialect().escape();
    this.trimLeading = format.trimLeading();
    this.trimTrailing = format.trimTrailing();
  }

  /** Finds the field that begins at a place; where the next one begins, behind the end if none. */
  int next(byte[] data, int begin, int end) {
    quoted = false;
    escapes = false;
    broken = false;
    int at = begin;
    if (trimLeading) {
      while (at < end && isBlank(data[at])) {
        at++;
      }
    }
    if (at < end && data[at] == quote) {
      return quoted(data, at, end);
    }
    from = at;
    while (at < end && data[at] != delimiter) {
      at++;
    }
    to = at;
    if (trimTrailing) {
      while (to > from && isBlank(data[to - 1])) {
        to--;
      }
    }
    return at + 1;
  }

  private boolean isBlank(byte value) {
    return (value == ' ' || value == '\t') && value != delimiter;
  }

  private int quoted(byte[] data, int open, int end) {
    quoted = true;
    from = open + 1;
    int at = from;
    while (true) {
      if (at >= end) {
        to = end;
        broken = true;
        return end + 1;
      }
      byte value = data[at];
      if (value == escape && escape != quote && at + 1 < end) {
        escapes = true;
        at += 2;
      } else if (value != quote) {
        at++;
      } else if (at + 1 < end && data[at + 1] == quote) {
        escapes = true;
        at += 2;
      } else {
        break;
      }
    }
    to = at++;
    while (at < end && isBlank(data[at])) {
      at++;
    }
    while (at < end && data[at] != delimiter) {
      broken = true;
      at++;
    }
    return at + 1;
  }

  /** Replaces escapes in place. */
  void decode(byte[] data) {
    int write = from;
    for (int read = from; read < to; read++) {
      byte value = data[read];
      if ((value == escape || value == quote) && read + 1 < to) {
        read++;
      }
      data[write++] = data[read];
    }
    to = write;
  }

  String text(byte[] data) {
    byte[] copy = Arrays.copyOfRange(data, from, to);
    if (escapes) {
      int begin = from;
      int end = to;
      from = 0;
      to = copy.length;
      decode(copy);
      copy = Arrays.copyOf(copy, to);
      from = begin;
      to = end;
    }
    return new String(copy, StandardCharsets.UTF_8);
  }
}
