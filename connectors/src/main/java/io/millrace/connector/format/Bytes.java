package io.millrace.connector.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches in bytes, eight at a time. Callers guarantee what ends a search: input handed to
 * scanners has a line feed behind its end, and {@link #SLACK} bytes more that may be looked at.
 */
public final class Bytes {
  /** How many bytes an array has behind the end of its input. */
  public static final int SLACK = 16;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long ZEROS = ONES * '0';
  private static final long BLANKS = ONES * ' ';

  private Bytes() {}

  /** The eight bytes at a place, the first of them lowest. */
  public static long word(byte[] data, int at) {
    return (long) LONGS.get(data, at);
  }

  /** The byte, eight times. */
  public static long repeat(byte value) {
    return ONES * (value & 0xFF);
  }

  /**
   * Marks the bytes of a word that are zero with their highest bit. The lowest mark is exact, marks
   * above it may be false.
   */
  public static long zeros(long word) {
    return (word - ONES) & ~word & HIGHS;
  }

  /** The first quote, backslash or control character; there must be one. */
  public static int endOfPlainJson(byte[] data, int from) {
    int at = from;
    while (true) {
      long first = endsOfPlainJson((long) LONGS.get(data, at));
      long second = endsOfPlainJson((long) LONGS.get(data, at + 8));
      if ((first | second) != 0) {
        return first != 0 ? at + lowest(first) : at + 8 + lowest(second);
      }
      at += 16;
    }
  }

  /** Marks quotes, backslashes and control characters as {@link #zeros} does. */
  private static long endsOfPlainJson(long word) {
    return (((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | (word - BLANKS))
        & ~word
        & HIGHS;
  }

  /** The number of the lowest byte that is marked; 8 without any. */
  private static int lowest(long marks) {
    return Long.numberOfTrailingZeros(marks) >>> 3;
  }

  /** How many of the eight bytes of a word are digits, from the lowest on. */
  public static int digits(long word) {
    long values = word ^ ZEROS;
    // ten and more carry into the highest bit; what a byte carries beyond is behind its own mark
    return lowest((values + (0x80 - 10) * ONES | values) & HIGHS);
  }

  /**
   * The number that the lowest bytes of a word write.
   *
   * @param count how many of them, all digits: 1 to 8
   */
  public static int number(long word, int count) {
    // the last digit comes to stand highest, zeros before the first
    long digits = (word ^ ZEROS) << Long.SIZE - 8 * count;
    long pairs = 10 * digits + (digits >>> 8) & 0x00FF_00FF_00FF_00FFL;
    long fours = 100 * pairs + (pairs >>> 16) & 0x0000_FFFF_0000_FFFFL;
    return (int) (10_000 * fours + (fours >>> 32));
  }

  /** The first of that byte in a range, or the end of the range. */
  public static int indexOf(byte[] data, int from, int to, byte wanted) {
    long pattern = repeat(wanted);
    int at = from;
    for (; at + 8 <= to; at += 8) {
      long marks = zeros((long) LONGS.get(data, at) ^ pattern);
      if (marks != 0) {
        return at + (Long.numberOfTrailingZeros(marks) >>> 3);
      }
    }
    for (; at < to; at++) {
      if (data[at] == wanted) {
        return at;
      }
    }
    return to;
  }

  public static boolean isAscii(byte[] data, int from, int to) {
    return firstNonAscii(data, from, to) == to;
  }

  private static int firstNonAscii(byte[] data, int from, int to) {
    int at = from;
    for (; at + 32 <= to; at += 32) {
      long any =
          (long) LONGS.get(data, at)
              | (long) LONGS.get(data, at + 8)
              | (long) LONGS.get(data, at + 16)
              | (long) LONGS.get(data, at + 24);
      if ((any & HIGHS) != 0) {
        break;
      }
    }
    while (at < to && data[at] >= 0) {
      at++;
    }
    return at;
  }

  /** Whether a range is well-formed UTF-8: no overlong forms, no surrogates, at most U+10FFFF. */
  public static boolean isUtf8(byte[] data, int from, int to) {
    int at = from;
    while (true) {
      at = firstNonAscii(data, at, to);
      if (at == to) {
        return true;
      }
      int length = sequence(data, at, to);
      if (length == 0) {
        return false;
      }
      at += length;
    }
  }

  /** The length of the well-formed sequence of two to four bytes at a place, or 0. */
  private static int sequence(byte[] data, int at, int to) {
    int first = data[at] & 0xFF;
    if (first >= 0xC2 && first <= 0xDF) {
      return at + 2 <= to && continues(data[at + 1]) ? 2 : 0;
    }
    if (first >= 0xE0 && first <= 0xEF) {
      if (at + 3 > to || !continues(data[at + 1]) || !continues(data[at + 2])) {
        return 0;
      }
      int second = data[at + 1] & 0xFF;
      boolean bad = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F);
      return bad ? 0 : 3;
    }
    if (first >= 0xF0 && first <= 0xF4) {
      if (at + 4 > to
          || !continues(data[at + 1])
          || !continues(data[at + 2])
          || !continues(data[at + 3])) {
        return 0;
      }
      int second = data[at + 1] & 0xFF;
      boolean bad = (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
      return bad ? 0 : 4;
    }
    return 0;
  }

  private static boolean continues(byte value) {
    return (value & 0xC0) == 0x80;
  }

  /** The number of characters of well-formed UTF-8. */
  public static int codePoints(byte[] data, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      if (!continues(data[i])) {
        count++;
      }
    }
    return count;
  }
}
