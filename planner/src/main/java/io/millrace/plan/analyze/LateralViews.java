package io.millrace.plan.analyze;

import io.millrace.sql.statement.QueryText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Hive's and Spark's {@code LATERAL VIEW [OUTER] f(x) a [AS b, c]} in the words of the standard,
 * {@code CROSS JOIN LATERAL TABLE(f(x)) AS a (b, c)}, before the parser sees it. What is parsed
 * gets the places of what was written.
 */
final class LateralViews {
  private static final Pattern ANY =
      Pattern.compile("\\blateral\\s+view\\b", Pattern.CASE_INSENSITIVE);

  /** A change of the text: so many characters of a line give way to others. */
  private record Edit(int at, int line, int column, int length, String replacement) {}

  /** A word, name or sign. */
  private record Token(int start, int end, String text) {
    boolean is(String word) {
      return text.equalsIgnoreCase(word);
    }

    boolean isName() {
      char first = text.charAt(0);
      return first == '"' || first == '_' || Character.isLetter(first);
    }
  }

  private final QueryText original;
  private final List<Token> tokens;
  private final List<Edit> edits = new ArrayList<>();

  private LateralViews(QueryText original) {
    this.original = original;
    this.tokens = ANY.matcher(original.text()).find() ? tokens(original.text()) : List.of();
  }

  /** A query without lateral views; the same if there are none. */
  static LateralViews of(QueryText query) {
    LateralViews views = new LateralViews(query);
    for (int i = 0; i + 1 < views.tokens.size(); i++) {
      if (views.tokens.get(i).is("LATERAL") && views.tokens.get(i + 1).is("VIEW")) {
        views.rewrite(i);
      }
    }
    return views;
  }

  private void rewrite(int lateral) {
    int at = lateral + 2;
    boolean outer = is(at, "OUTER");
    int open = at + (outer ? 2 : 1);
    if (!is(open, "(")) {
      return;
    }
    int close = behindParenthesis(open) - 1;
    int alias = close + 1;
    if (alias >= tokens.size() || !tokens.get(alias).isName()) {
      return;
    }
    replace(tokens.get(lateral), outer ? "LEFT JOIN LATERAL" : "CROSS JOIN LATERAL");
    replace(tokens.get(lateral + 1), "TABLE(");
    if (outer) {
      replace(tokens.get(at), "");
    }
    insert(tokens.get(close).end(), ")");
    int last = alias;
    insert(tokens.get(alias).start(), "AS ");
    if (is(alias + 1, "AS")) {
      replace(tokens.get(alias + 1), "(");
      last = alias + 2;
      while (is(last + 1, ",")) {
        last += 2;
      }
      insert(tokens.get(Math.min(last, tokens.size() - 1)).end(), ")");
    }
    if (outer) {
      insert(tokens.get(Math.min(last, tokens.size() - 1)).end(), " ON TRUE");
    }
  }

  private boolean is(int token, String word) {
    return token < tokens.size() && tokens.get(token).is(word);
  }

  private int behindParenthesis(int open) {
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

  private void replace(Token token, String replacement) {
    edit(token.start(), token.end() - token.start(), replacement);
  }

  private void insert(int at, String text) {
    edit(at, 0, text);
  }

  private void edit(int at, int length, String replacement) {
    String before = original.text().substring(0, at);
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    int column = at - before.lastIndexOf('\n');
    edits.add(new Edit(at, line, column, length, replacement));
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
        column(position.getLineNum(), position.getColumnNum()),
        position.getEndLineNum(),
        column(position.getEndLineNum(), position.getEndColumnNum()));
  }

  /** The column of the original text; within what is new, where that begins. */
  private int column(int line, int column) {
    int moved = 0;
    for (Edit edit : edits) {
      if (edit.line() == line) {
        int start = edit.column() + moved;
        int grown = edit.replacement().length() - edit.length();
        if (column >= start + edit.replacement().length()) {
          moved += grown;
        } else if (column >= start) {
          return edit.column();
        }
      }
    }
    return column - moved;
  }

  private static List<Token> tokens(String text) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = at + 1;
      if (c == '\'' || c == '"') {
        int close = text.indexOf(c, at + 1);
        end = close < 0 ? text.length() : close + 1;
      } else if (Character.isJavaIdentifierStart(c)) {
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
          end++;
        }
      }
      if (!Character.isWhitespace(c)) {
        tokens.add(new Token(at, end, text.substring(at, end)));
      }
      at = end;
    }
    return tokens;
  }
}
