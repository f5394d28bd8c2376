package io.millrace.plan.analyze;

import io.millrace.api.error.SourcePosition;
import java.util.ArrayList;
import java.util.List;

/**
 * The words, quoted names, texts, numbers and signs of a query, for saying what is wrong with one
 * the parser has refused.
 */
final class QueryWords {
  private static final List<String> PAIRS = List.of("||", "<=", ">=", "<>", "!=", "::", "->", "=>");

  private final List<Word> words = new ArrayList<>();
  private int line = 1;
  private int column = 1;

  QueryWords(String text) {
    int i = 0;
    while (i < text.length()) {
      int end = end(text, i);
      Kind kind = kind(text, i);
      int startLine = line;
      int startColumn = column;
      advance(text, i, end);
      if (kind != Kind.BLANK) {
        words.add(
            new Word(
                text.substring(i, end),
                kind,
                new SourcePosition(startLine, startColumn, line, Math.max(1, column - 1))));
      }
      i = end;
    }
  }

  enum Kind {
    WORD,
    QUOTED_NAME,
    TEXT,
    NUMBER,
    SIGN,
    BLANK
  }

  /**
   * @param position from its first to its last character
   */
  record Word(String text, Kind kind, SourcePosition position) {
    boolean is(String keyword) {
      return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
    }

    boolean isSign(String sign) {
      return kind == Kind.SIGN && text.equals(sign);
    }
  }

  int size() {
    return words.size();
  }

  /** Whether there is a word with that index. */
  boolean has(int index) {
    return index >= 0 && index < words.size();
  }

  Word get(int index) {
    return words.get(index);
  }

  /** Whether there is such a keyword with that index. */
  boolean is(int index, String keyword) {
    return has(index) && get(index).is(keyword);
  }

  boolean isSign(int index, String sign) {
    return has(index) && get(index).isSign(sign);
  }

  /** The first word that does not end before that place. */
  int at(int atLine, int atColumn) {
    for (int i = 0; i < words.size(); i++) {
      SourcePosition place = words.get(i).position();
      if (place.endLine() > atLine
          || (place.endLine() == atLine && place.endColumn() >= atColumn)) {
        return i;
      }
    }
    return words.size();
  }

  /** The place of a word; behind the last one, where the next would stand. */
  SourcePosition position(int index) {
    if (has(index)) {
      return get(index).position();
    }
    if (words.isEmpty()) {
      return SourcePosition.of(1, 1);
    }
    SourcePosition last = words.get(words.size() - 1).position();
    return SourcePosition.of(last.endLine(), last.endColumn() + 1);
  }

  private void advance(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
  }

  private static Kind kind(String text, int at) {
    char c = text.charAt(at);
    if (Character.isWhitespace(c) || isComment(text, at)) {
      return Kind.BLANK;
    }
    if (c == '\'') {
      return Kind.TEXT;
    }
    if (c == '"' || c == '`') {
      return Kind.QUOTED_NAME;
    }
    if (Character.isDigit(c)) {
      return Kind.NUMBER;
    }
    return Character.isJavaIdentifierStart(c) ? Kind.WORD : Kind.SIGN;
  }

  private static boolean isComment(String text, int at) {
    return text.startsWith("--", at) || text.startsWith("/*", at);
  }

  private static int end(String text, int from) {
    char c = text.charAt(from);
    if (text.startsWith("--", from)) {
      return orEnd(text, text.indexOf('\n', from), 0);
    }
    if (text.startsWith("/*", from)) {
      return orEnd(text, text.indexOf("*/", from + 2), 2);
    }
    if (c == '\'' || c == '"' || c == '`') {
      return orEnd(text, text.indexOf(c, from + 1), 1);
    }
    if (Character.isDigit(c) || Character.isJavaIdentifierStart(c)) {
      boolean number = Character.isDigit(c);
      int to = from + 1;
      while (to < text.length() && belongs(text.charAt(to), number)) {
        to++;
      }
      return to;
    }
    return PAIRS.stream().anyMatch(pair -> text.startsWith(pair, from)) ? from + 2 : from + 1;
  }

  private static boolean belongs(char c, boolean number) {
    return Character.isJavaIdentifierPart(c) || (number && c == '.');
  }

  private static int orEnd(String text, int found, int length) {
    return found < 0 ? text.length() : found + length;
  }
}
