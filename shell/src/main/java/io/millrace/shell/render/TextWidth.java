package io.millrace.shell.render;

import org.jline.utils.WCWidth;

/** How many cells of a terminal a text takes. */
public final class TextWidth {
  private TextWidth() {}

  /** The cells of a text without control characters. */
  public static int of(CharSequence text) {
    // Most text is ASCII, and as long as it is the table of widths is not even loaded.
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return i + ofUnicode(text, i);
      }
    }
    return text.length();
  }

  private static int ofUnicode(CharSequence text, int from) {
    int width = 0;
    for (int i = from; i < text.length(); ) {
      int codePoint = Character.codePointAt(text, i);
      width += ofCodePoint(codePoint);
      i += Character.charCount(codePoint);
    }
    return width;
  }

  private static int ofCodePoint(int codePoint) {
    return codePoint < 0x80 ? 1 : Math.max(0, WCWidth.wcwidth(codePoint));
  }

  /** The beginning of a text that fits into so many cells, with an ellipsis if something is cut. */
  public static String cut(String text, int cells) {
    if (of(text) <= cells) {
      return text;
    }
    int width = 0;
    int end = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      int more = ofCodePoint(codePoint);
      if (width + more > cells - 1) {
        break;
      }
      width += more;
      end += Character.charCount(codePoint);
    }
    return text.substring(0, end) + "…";
  }

  /** Appends blanks. */
  public static void pad(StringBuilder line, int cells) {
    for (int i = 0; i < cells; i++) {
      line.append(' ');
    }
  }

  /** Appends a text, and blanks up to so many cells. */
  public static void left(StringBuilder line, CharSequence text, int cells) {
    line.append(text);
    pad(line, cells - of(text));
  }

  /** Appends a text behind blanks, so many cells in all. */
  public static void right(StringBuilder line, CharSequence text, int cells) {
    pad(line, cells - of(text));
    line.append(text);
  }

  /** Appends a text between blanks, so many cells in all. */
  public static void center(StringBuilder line, CharSequence text, int cells) {
    int spare = cells - of(text);
    pad(line, spare / 2);
    line.append(text);
    pad(line, spare - spare / 2);
  }
}
