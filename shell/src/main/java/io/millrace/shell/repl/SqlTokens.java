package io.millrace.shell.repl;

import io.millrace.shell.repl.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes what is typed apart into tokens, by the rules of scripts, for colours and for the question
 * whether a statement has its end. Blank space gives no token. Never fails: what is typed is seldom
 * finished.
 */
final class SqlTokens {
  private final String text;
  private final List<SqlToken> tokens = new ArrayList<>();

  private SqlTokens(String text) {
    this.text = text;
  }

  static List<SqlToken> of(String text) {
    SqlTokens scanner = new SqlTokens(text);
    int at = 0;
    while (at < text.length()) {
      at = Character.isWhitespace(text.charAt(at)) ? at + 1 : scanner.token(at);
    }
    return scanner.tokens;
  }

  /** Takes the token that begins here; gives where it ends. */
  private int token(int start) {
    char c = text.charAt(start);
    if (text.startsWith("--", start)) {
      int end = text.indexOf('\n', start);
      return add(Kind.LINE_COMMENT, start, end < 0 ? text.length() : end, end >= 0);
    } else if (text.startsWith("/*", start)) {
      return blockComment(start);
    } else if (c == '\'') {
      return quoted(Kind.TEXT, start, c);
    } else if (c == '"' || c == '`') {
      return quoted(Kind.QUOTED_NAME, start, c);
    } else if (isWordStart(c)) {
      int end = start + 1;
      while (end < text.length() && isWordPart(text.charAt(end))) {
        end++;
      }
      return add(Kind.WORD, start, end, true);
    } else if (isDigit(start) || (c == '.' && isDigit(start + 1))) {
      return add(Kind.NUMBER, start, numberEnd(start), true);
    } else if (c == '(' || c == '[' || c == '{') {
      return add(Kind.OPENING, start, start + 1, true);
    } else if (c == ')' || c == ']' || c == '}') {
      return add(Kind.CLOSING, start, start + 1, true);
    }
    return add(c == ';' ? Kind.SEMICOLON : Kind.OTHER, start, start + 1, true);
  }

  private int add(Kind kind, int start, int end, boolean closed) {
    tokens.add(new SqlToken(kind, start, end, closed));
    return end;
  }

  private int blockComment(int start) {
    int depth = 1;
    int i = start + 2;
    while (i < text.length() && depth > 0) {
      if (text.startsWith("*/", i)) {
        depth--;
        i += 2;
      } else if (text.startsWith("/*", i)) {
        depth++;
        i += 2;
      } else {
        i++;
      }
    }
    return add(Kind.BLOCK_COMMENT, start, i, depth == 0);
  }

  private int quoted(Kind kind, int start, char quote) {
    int i = start + 1;
    while (true) {
      int end = text.indexOf(quote, i);
      if (end < 0) {
        return add(kind, start, text.length(), false);
      }
      if (end + 1 == text.length() || text.charAt(end + 1) != quote) {
        return add(kind, start, end + 1, true);
      }
      i = end + 2;
    }
  }

  private int numberEnd(int start) {
    int i = start;
    while (isDigit(i) || (i < text.length() && text.charAt(i) == '.')) {
      i++;
    }
    if (i < text.length() && Character.toLowerCase(text.charAt(i)) == 'e') {
      int exponent = i + 1;
      if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) {
        exponent++;
      }
      if (isDigit(exponent)) {
        i = exponent;
        while (isDigit(i)) {
          i++;
        }
      }
    }
    return i;
  }

  private boolean isDigit(int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  static boolean isWordStart(char c) {
    return Character.isLetter(c) || Character.isSurrogate(c) || c == '_';
  }

  static boolean isWordPart(char c) {
    return isWordStart(c) || Character.isDigit(c) || c == '$';
  }
}
