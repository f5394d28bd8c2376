package io.millrace.exec.expression.runtime;

import java.util.Arrays;
import java.util.Locale;

/** Functions of text that build a new one: they append to a buffer. */
public final class TextFunctions {
  private TextFunctions() {}

  public static void upper(TextBuffer out, byte[] data, int at, int length) {
    if (!Utf8.isAscii(data, at, length)) {
      out.append(Site.text(data, at, length).toUpperCase(Locale.ROOT));
      return;
    }
    byte[] target = out.reserve(length);
    int to = out.end;
    for (int i = 0; i < length; i++) {
      byte b = data[at + i];
      target[to + i] = (byte) (b >= 'a' && b <= 'z' ? b - 32 : b);
    }
    out.end = to + length;
  }

  public static void lower(TextBuffer out, byte[] data, int at, int length) {
    if (!Utf8.isAscii(data, at, length)) {
      out.append(Site.text(data, at, length).toLowerCase(Locale.ROOT));
      return;
    }
    byte[] target = out.reserve(length);
    int to = out.end;
    for (int i = 0; i < length; i++) {
      byte b = data[at + i];
      target[to + i] = (byte) (b >= 'A' && b <= 'Z' ? b + 32 : b);
    }
    out.end = to + length;
  }

  /** Words are runs of letters and digits. */
  public static void initcap(TextBuffer out, byte[] data, int at, int length) {
    String text = Site.text(data, at, length);
    StringBuilder result = new StringBuilder(text.length());
    boolean inWord = false;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (Character.isLetterOrDigit(codePoint)) {
        result.appendCodePoint(
            inWord ? Character.toLowerCase(codePoint) : Character.toUpperCase(codePoint));
        inWord = true;
      } else {
        result.appendCodePoint(codePoint);
        inWord = false;
      }
    }
    out.append(result.toString());
  }

  /** An empty search text replaces nothing. */
  public static void replace(
      TextBuffer out,
      byte[] text,
      int at,
      int length,
      byte[] search,
      int searchAt,
      int searchLength,
      byte[] with,
      int withAt,
      int withLength) {
    int end = at + length;
    int from = at;
    while (searchLength > 0) {
      int found = Texts.find(text, from, end, search, searchAt, searchLength);
      if (found < 0) {
        break;
      }
      out.append(text, from, found - from);
      out.append(with, withAt, withLength);
      from = found + searchLength;
    }
    out.append(text, from, end - from);
  }

  /** Fills up, or cuts at the end, to a number of code points; an empty fill only cuts. */
  public static void pad(
      TextBuffer out,
      byte[] text,
      int at,
      int length,
      int wanted,
      byte[] fill,
      int fillAt,
      int fillLength,
      boolean left,
      Site site) {
    int end = at + length;
    int has = Utf8.count(text, at, length);
    if (wanted <= has || fillLength == 0) {
      int cut = Utf8.skip(text, at, end, Math.max(0, Math.min(wanted, has)));
      out.append(text, at, cut - at);
      return;
    }
    if (!left) {
      out.append(text, at, length);
    }
    int missing = wanted - has;
    int fillCount = Utf8.count(fill, fillAt, fillLength);
    int whole = missing / fillCount;
    if ((long) whole * fillLength > MAX_LENGTH) {
      site.invalid("a text of " + wanted + " characters is too long");
      return;
    }
    for (int i = 0; i < whole; i++) {
      out.append(fill, fillAt, fillLength);
    }
    int rest = Utf8.skip(fill, fillAt, fillAt + fillLength, missing % fillCount);
    out.append(fill, fillAt, rest - fillAt);
    if (left) {
      out.append(text, at, length);
    }
  }

  private static final int MAX_LENGTH = 256 << 20;

  public static void reverse(TextBuffer out, byte[] text, int at, int length) {
    out.reserve(length);
    int end = at + length;
    while (end > at) {
      int from = Utf8.skipBack(text, at, end, 1);
      out.append(text, from, end - from);
      end = from;
    }
  }

  public static void repeat(TextBuffer out, byte[] text, int at, int length, int times, Site site) {
    if (times <= 0 || length == 0) {
      return;
    }
    if ((long) times * length > MAX_LENGTH) {
      site.invalid("a text repeated " + times + " times is too long");
      return;
    }
    out.reserve(times * length);
    for (int i = 0; i < times; i++) {
      out.append(text, at, length);
    }
  }

  /** Fills up with blanks to a number of code points, or cuts. */
  public static void character(TextBuffer out, byte[] text, int at, int length, int wanted) {
    int has = Utf8.count(text, at, length);
    if (has >= wanted) {
      out.append(text, at, Utf8.skip(text, at, at + length, wanted) - at);
      return;
    }
    out.append(text, at, length);
    byte[] target = out.reserve(wanted - has);
    Arrays.fill(target, out.end, out.end + wanted - has, (byte) ' ');
    out.end += wanted - has;
  }
}
