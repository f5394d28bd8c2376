package io.millrace.plan.analyze;

import io.millrace.api.error.SourcePosition;
import io.millrace.sql.statement.QueryText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Changes of a query's text before the parser sees it, for words of other dialects. What is parsed
 * gets the places of what was written.
 */
final class QueryEdits {
  /** A change of the text: so many characters of a line give way to others. */
  private record Edit(
      int at, int line, int column, int length, String replacement, boolean behind) {}

  /** A word, name, text or sign. */
  record Token(int start, int end, String text) {
    boolean is(String word) {
      return text.equalsIgnoreCase(word);
    }

    boolean isName() {
      char first = text.charAt(0);
      return first == '"' || first == '_' || Character.isLetter(first) && !isEscapedText();
    }

    boolean isNumber() {
      return Character.isDigit(text.charAt(0));
    }

    boolean isText() {
      return text.charAt(0) == '\'';
    }

    /** Whether it is a text with backslashes, {@code E'\n'}. */
    boolean isEscapedText() {
      return text.length() > 2 && text.charAt(1) == '\'';
    }

    /** What a text says; only of {@link #isText}. */
    String value() {
      return text.substring(1, Math.max(1, text.length() - 1));
    }
  }

  private final QueryText original;
  private final List<Token> tokens;
  private final List<Edit> edits = new ArrayList<>();

  QueryEdits(QueryText original) {
    this.original = original;
    this.tokens = tokens(original.text());
  }

  int size() {
    return tokens.size();
  }

  Token get(int token) {
    return tokens.get(token);
  }

  boolean is(int token, String word) {
    return token >= 0 && token < tokens.size() && tokens.get(token).is(word);
  }

  boolean isName(int token) {
    return token < tokens.size() && tokens.get(token).isName();
  }

  boolean isText(int token) {
    return token >= 0 && token < tokens.size() && tokens.get(token).isText();
  }

  /** Whether nothing stands between a token and the next. */
  boolean touch(int token) {
    return token + 1 < tokens.size() && tokens.get(token).end() == tokens.get(token + 1).start();
  }

  /** The text from one token up to another. */
  String text(int from, int to) {
    return from >= to
        ? ""
        : original.text().substring(tokens.get(from).start(), tokens.get(to - 1).end());
  }

  /** The token behind the parenthesis that is opened by a token. */
  int behindParenthesis(int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      if (tokens.get(i).is("(")) {
        depth++;
      } else if (tokens.get(i).is(")") && --depth == 0) {
        return i + 1;
      }
    }
    return tokens.size();
  }

  void replace(int token, String replacement) {
    replace(token, token, replacement);
  }

  /** Puts something in the place of all from one token to another, which are on one line. */
  void replace(int first, int last, String replacement) {
    int start = tokens.get(first).start();
    edit(start, tokens.get(last).end() - start, replacement, false);
  }

  void insertBefore(int token, String text) {
    edit(tokens.get(token).start(), 0, text, false);
  }

  /** Inserts before a token, and before all that was inserted there. */
  void insertAround(int token, String text) {
    Edit edit = edit(tokens.get(token).start(), 0, text, false);
    int first = 0;
    while (edits.get(first).at() < edit.at()
        || edits.get(first).at() == edit.at() && edits.get(first).behind()) {
      first++;
    }
    edits.remove(edit);
    edits.add(first, edit);
  }

  void insertBehind(int token, String text) {
    edit(tokens.get(token).end(), 0, text, true);
  }

  private Edit edit(int at, int length, String replacement, boolean behind) {
    String before = original.text().substring(0, at);
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    int column = at - before.lastIndexOf('\n');
    Edit edit = new Edit(at, line, column, length, replacement, behind);
    edits.add(edit);
    // What belongs to the token before comes before what becomes of the next.
    edits.sort(Comparator.comparingInt(Edit::at).thenComparing(one -> !one.behind()));
    return edit;
  }

  /** Where a token stands. */
  SourcePosition position(int token) {
    Token found = tokens.get(token);
    String before = original.text().substring(0, found.start());
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    int column = found.start() - before.lastIndexOf('\n');
    return new SourcePosition(line, column, line, column + found.text().length() - 1);
  }

  /** The text to parse. */
  QueryText text() {
    if (edits.isEmpty()) {
      return original;
    }
    StringBuilder text = new StringBuilder(original.text());
    for (int i = edits.size() - 1; i >= 0; i--) {
      Edit edit = edits.get(i);
      text.replace(edit.at(), edit.at() + edit.length(), edit.replacement());
    }
    return new QueryText(text.toString(), original.original(), original.position());
  }

  /** What was parsed, where it was written. */
  SqlNode placed(SqlNode parsed) {
    return edits.isEmpty() ? parsed : Objects.requireNonNull(NodeCopies.moved(parsed, this::place));
  }

  private SqlParserPos place(SqlParserPos position) {
    return new SqlParserPos(
        position.getLineNum(),
        column(position.getLineNum(), position.getColumnNum(), false),
        position.getEndLineNum(),
        column(position.getEndLineNum(), position.getEndColumnNum(), true));
  }

  /** Where something was written that the parser found at a place. */
  SourcePosition place(SourcePosition found) {
    return new SourcePosition(
        found.line(),
        column(found.line(), found.column(), false),
        found.endLine(),
        column(found.endLine(), found.endColumn(), true));
  }

  /** The column of the original text; within what is new, the first or last of what was there. */
  private int column(int line, int column, boolean last) {
    int moved = 0;
    for (Edit edit : edits) {
      if (edit.line() == line) {
        int start = edit.column() + moved;
        int grown = edit.replacement().length() - edit.length();
        if (column >= start + edit.replacement().length()) {
          moved += grown;
        } else if (column >= start) {
          return edit.behind()
              ? edit.column() - 1
              : edit.column() + (last ? Math.max(0, edit.length() - 1) : 0);
        }
      }
    }
    return column - moved;
  }

  private static List<Token> tokens(String text) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = end(text, at);
      boolean blank = Character.isWhitespace(text.charAt(at)) || isComment(text, at);
      if (!blank) {
        tokens.add(new Token(at, end, text.substring(at, end)));
      }
      at = end;
    }
    return tokens;
  }

  private static boolean isComment(String text, int at) {
    return text.startsWith("--", at) || text.startsWith("/*", at);
  }

  private static int end(String text, int at) {
    char c = text.charAt(at);
    if (isComment(text, at)) {
      return c == '-'
          ? behind(text, text.indexOf('\n', at), 0)
          : behind(text, text.indexOf("*/", at + 2), 2);
    }
    if (c == '\'' || c == '"') {
      return behind(text, text.indexOf(c, at + 1), 1);
    }
    if ((c == 'E' || c == 'e') && text.startsWith("'", at + 1)) {
      return behindEscapes(text, at + 2);
    }
    int end = at + 1;
    if (Character.isDigit(c) || Character.isJavaIdentifierStart(c)) {
      while (end < text.length()
          && (Character.isJavaIdentifierPart(text.charAt(end))
              || Character.isDigit(c) && text.charAt(end) == '.')) {
        end++;
      }
    }
    return end;
  }

  /** Behind a text in which a backslash takes what follows its meaning. */
  private static int behindEscapes(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '\\' || text.startsWith("''", i)) {
        i++;
      } else if (text.charAt(i) == '\'') {
        return i + 1;
      }
    }
    return text.length();
  }

  private static int behind(String text, int found, int length) {
    return found < 0 ? text.length() : found + length;
  }
}
