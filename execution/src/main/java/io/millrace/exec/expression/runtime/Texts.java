package io.millrace.exec.expression.runtime;

import java.util.Arrays;

/**
 * Functions of text whose result is a number, a truth or a range of their argument: start in the
 * upper half of a {@code long}, length in the lower. Nothing is copied.
 */
public final class Texts {
  public static final byte[] EMPTY = {};

  private Texts() {}

  static long range(int start, int end) {
    return (long) start << 32 | end - start;
  }

  public static boolean equal(
      byte[] a, int aStart, int aLength, byte[] b, int bStart, int bLength) {
    return aLength == bLength
        && Arrays.equals(a, aStart, aStart + aLength, b, bStart, bStart + bLength);
  }

  public static int compare(byte[] a, int aStart, int aLength, byte[] b, int bStart, int bLength) {
    return Arrays.compareUnsigned(a, aStart, aStart + aLength, b, bStart, bStart + bLength);
  }

  /** SUBSTRING from a position: code points from {@code start} (from 1) to the end. */
  public static long substring(byte[] data, int at, int length, int start) {
    int end = at + length;
    return range(start <= 1 ? at : Utf8.skip(data, at, end, start - 1L), end);
  }

  /**
   * SUBSTRING: the code points {@code [start, start + count)}, of which those before 1 are none.
   */
  public static long substring(byte[] data, int at, int length, int start, int count, Site site) {
    if (count < 0) {
      site.invalid("a substring cannot have the negative length " + count);
      return range(at, at);
    }
    int end = at + length;
    long last = (long) start + count;
    if (last <= 1) {
      return range(at, at);
    }
    int from = start <= 1 ? at : Utf8.skip(data, at, end, start - 1L);
    return range(from, Utf8.skip(data, from, end, last - Math.max(1, start)));
  }

  /** The first code points; with a negative number all but that many at the end. */
  public static long left(byte[] data, int at, int length, int count) {
    int end = at + length;
    if (count < 0) {
      return range(at, Utf8.skipBack(data, at, end, -(long) count));
    }
    return range(at, Utf8.skip(data, at, end, count));
  }

  /** The last code points; with a negative number all but that many at the beginning. */
  public static long right(byte[] data, int at, int length, int count) {
    int end = at + length;
    if (count < 0) {
      return range(Utf8.skip(data, at, end, -(long) count), end);
    }
    return range(Utf8.skipBack(data, at, end, count), end);
  }

  /** Removes blanks at the chosen ends. */
  public static long trimBlanks(
      byte[] data, int at, int length, boolean leading, boolean trailing) {
    int from = at;
    int end = at + length;
    while (leading && from < end && data[from] == ' ') {
      from++;
    }
    while (trailing && end > from && data[end - 1] == ' ') {
      end--;
    }
    return range(from, end);
  }

  /** Removes characters of a set at the chosen ends. */
  public static long trim(
      byte[] data,
      int at,
      int length,
      byte[] set,
      int setStart,
      int setLength,
      boolean leading,
      boolean trailing) {
    int from = at;
    int end = at + length;
    while (leading && from < end) {
      int width = Utf8.width(data[from]);
      if (!contains(set, setStart, setLength, data, from, width)) {
        break;
      }
      from += width;
    }
    while (trailing && end > from) {
      int last = Utf8.skipBack(data, from, end, 1);
      if (!contains(set, setStart, setLength, data, last, end - last)) {
        break;
      }
      end = last;
    }
    return range(from, end);
  }

  /** Whether the text holds the other. */
  public static boolean contains(
      byte[] text, int at, int length, byte[] needle, int needleAt, int needleLength) {
    return find(text, at, at + length, needle, needleAt, needleLength) >= 0;
  }

  /** Where the needle first occurs in {@code [from, end)}; −1 if it does not. */
  public static int find(
      byte[] text, int from, int end, byte[] needle, int needleAt, int needleLength) {
    if (needleLength == 0) {
      return from;
    }
    byte first = needle[needleAt];
    if (needleLength == 1) {
      return Bytewise.find(text, from, end, first, 1);
    }
    int last = end - needleLength;
    int needleEnd = needleAt + needleLength;
    int at = Bytewise.find(text, from, last + 1, first, 1);
    while (at >= 0 && !Arrays.equals(text, at, at + needleLength, needle, needleAt, needleEnd)) {
      at = Bytewise.find(text, at + 1, last + 1, first, 1);
    }
    return at;
  }

  public static boolean startsWith(
      byte[] text, int at, int length, byte[] prefix, int prefixAt, int prefixLength) {
    return prefixLength <= length
        && Arrays.equals(text, at, at + prefixLength, prefix, prefixAt, prefixAt + prefixLength);
  }

  public static boolean endsWith(
      byte[] text, int at, int length, byte[] suffix, int suffixAt, int suffixLength) {
    int end = at + length;
    return suffixLength <= length
        && Arrays.equals(text, end - suffixLength, end, suffix, suffixAt, suffixAt + suffixLength);
  }

  /** The position of the first occurrence in code points from 1, or 0. */
  public static int position(
      byte[] needle, int needleAt, int needleLength, byte[] text, int at, int length) {
    int found = find(text, at, at + length, needle, needleAt, needleLength);
    return found < 0 ? 0 : Utf8.count(text, at, found - at) + 1;
  }

  /** The part of that number between separators, an empty range if there is none. */
  public static long splitPart(
      byte[] text,
      int at,
      int length,
      byte[] separator,
      int separatorAt,
      int separatorLength,
      int part,
      Site site) {
    int end = at + length;
    if (part == 0) {
      site.invalid("parts are counted from 1, or from -1 at the end; there is no part 0");
      return range(at, at);
    }
    if (separatorLength == 0) {
      return part == 1 || part == -1 ? range(at, end) : range(at, at);
    }
    long wanted = part;
    if (part < 0) {
      int parts = 1;
      for (int i = find(text, at, end, separator, separatorAt, separatorLength);
          i >= 0;
          i = find(text, i + separatorLength, end, separator, separatorAt, separatorLength)) {
        parts++;
      }
      wanted = parts + 1L + part;
      if (wanted < 1) {
        return range(at, at);
      }
    }
    if (separatorLength == 1) {
      return splitPart(text, at, end, separator[separatorAt], wanted);
    }
    int from = at;
    for (long i = 1; ; i++) {
      int next = find(text, from, end, separator, separatorAt, separatorLength);
      if (i == wanted) {
        return range(from, next < 0 ? end : next);
      }
      if (next < 0) {
        return range(at, at);
      }
      from = next + separatorLength;
    }
  }

  private static long splitPart(byte[] text, int at, int end, byte separator, long part) {
    if (part > end - at + 1L) {
      return range(at, at);
    }
    int before = part == 1 ? at - 1 : Bytewise.find(text, at, end, separator, (int) part - 1);
    if (before == -1 && part > 1) {
      return range(at, at);
    }
    int next = Bytewise.find(text, before + 1, end, separator, 1);
    return range(before + 1, next < 0 ? end : next);
  }

  /** The whole range, if it has at most that many code points; else a failed cast. */
  public static long fitting(byte[] data, int at, int length, int most, Site site) {
    if (most >= 0 && length > most && Utf8.count(data, at, length) > most) {
      site.castOverflow(data, at, length);
      return range(at, at);
    }
    return range(at, at + length);
  }
}
