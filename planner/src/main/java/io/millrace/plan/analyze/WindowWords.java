package io.millrace.plan.analyze;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * Makes Spark's {@code window(ts, '10 minutes')} and {@code window.start} digestible for the
 * parser, to which WINDOW is a keyword: the word is replaced by one of the same length that is not.
 * The WINDOW clause stays as it is. A column {@code value} behind an opening parenthesis, where the
 * parser sees a row constructor of another dialect, is hidden in the same way, and so are the
 * aggregates {@code first} and {@code last}, which it takes for those of MATCH_RECOGNIZE.
 */
final class WindowWords {
  /** What stands for {@code window}; as long as the word, so that no column moves. */
  static final String MARKER = "\u0175indow";

  private static final String WORD = "window";

  /** What stands for the first letter of {@code value}: letters that no SQL word has. */
  private static final char SMALL_MARKER = '\u0475';

  private static final char LARGE_MARKER = '\u0474';
  private static final String VALUE = "value";
  private static final String FIRST = "first";
  private static final String LAST = "last";

  /** What stands for the letters f, F, l and L that {@code first} and {@code last} begin with. */
  private static final String LETTERS = "fFlL";

  private static final String LETTER_MARKERS = "\u0471\u0470\u0473\u0472";

  private WindowWords() {}

  /** The text with each {@code window} that is no keyword replaced by {@link #MARKER}. */
  static String hide(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (Stream.of(WORD, VALUE, FIRST, LAST).noneMatch(lower::contains)) {
      return text;
    }
    StringBuilder result = new StringBuilder(text);
    int i = 0;
    while (i < text.length()) {
      int next = skipQuotedOrComment(text, i);
      if (next > i) {
        i = next;
        continue;
      }
      if (!Character.isJavaIdentifierStart(text.charAt(i))) {
        i++;
        continue;
      }
      int end = wordEnd(text, i);
      if (end - i == WORD.length()
          && text.regionMatches(true, i, WORD, 0, WORD.length())
          && (i == 0 || text.charAt(i - 1) != '.')
          && !startsClause(text, end)) {
        result.replace(i, end, MARKER);
      } else if (end - i == VALUE.length()
          && text.regionMatches(true, i, VALUE, 0, VALUE.length())
          && followsParenthesis(text, i)) {
        result.setCharAt(i, text.charAt(i) == 'v' ? SMALL_MARKER : LARGE_MARKER);
      } else if (isWord(text, i, end, FIRST) || isWord(text, i, end, LAST)) {
        if (text.startsWith("(", skipBlank(text, end))) {
          result.setCharAt(i, LETTER_MARKERS.charAt(LETTERS.indexOf(text.charAt(i))));
        }
      }
      i = end;
    }
    return result.toString();
  }

  /** A message with the marker turned back. */
  static String show(String text) {
    String shown = text.replace(MARKER, WORD).replace(SMALL_MARKER, 'v').replace(LARGE_MARKER, 'V');
    for (int i = 0; i < LETTERS.length(); i++) {
      shown = shown.replace(LETTER_MARKERS.charAt(i), LETTERS.charAt(i));
    }
    return shown;
  }

  /** Whether a name was hidden. */
  static boolean isHidden(String name) {
    return name.equals(MARKER)
        || (name.length() == VALUE.length()
            && (name.charAt(0) == SMALL_MARKER || name.charAt(0) == LARGE_MARKER)
            && show(name).equalsIgnoreCase(VALUE));
  }

  private static boolean isWord(String text, int from, int end, String word) {
    return end - from == word.length() && text.regionMatches(true, from, word, 0, word.length());
  }

  private static boolean followsParenthesis(String text, int at) {
    int i = at - 1;
    while (i >= 0 && Character.isWhitespace(text.charAt(i))) {
      i--;
    }
    return i >= 0 && text.charAt(i) == '(';
  }

  /** Whether what follows makes it the clause {@code WINDOW name AS (}. */
  private static boolean startsClause(String text, int from) {
    int i = skipBlank(text, from);
    if (i >= text.length() || !Character.isJavaIdentifierStart(text.charAt(i))) {
      return false;
    }
    int end = wordEnd(text, i);
    int as = skipBlank(text, end);
    return text.regionMatches(true, as, "as", 0, 2)
        && text.startsWith("(", skipBlank(text, as + 2));
  }

  private static int skipBlank(String text, int from) {
    int i = from;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int wordEnd(String text, int from) {
    int i = from;
    while (i < text.length() && Character.isJavaIdentifierPart(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Behind what is quoted or a comment, if such begins here; else here. */
  static int skipQuotedOrComment(String text, int i) {
    char c = text.charAt(i);
    if (c == '\'' || c == '"') {
      int end = text.indexOf(c, i + 1);
      return end < 0 ? text.length() : end + 1;
    }
    if (text.startsWith("--", i)) {
      int end = text.indexOf('\n', i);
      return end < 0 ? text.length() : end;
    }
    if (text.startsWith("/*", i)) {
      int end = text.indexOf("*/", i + 2);
      return end < 0 ? text.length() : end + 2;
    }
    return i;
  }
}
