package io.millrace.sql.text;

import static io.millrace.api.error.MillraceException.error;
import static java.util.Objects.requireNonNull;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Takes a script apart at its semicolons, leaving alone those in {@code 'text'}, in {@code
 * "quoted"} and {@code `quoted`} names and in comments ({@code -- …} and {@code /* … *}{@code /},
 * which nest). Statements without a token are left out.
 *
 * <p>It reads only as far as it is asked to, and it does not parse: whatever is wrong with one
 * statement, the next begins behind the next semicolon. Only a text, name or comment that never
 * ends hides all that follows; it is reported where it begins, in place of the statement it stands
 * in, and nothing comes after it.
 */
public final class ScriptReader implements Iterator<StatementText> {
  private final String script;
  private int at;
  private int line = 1;
  private int column = 1;

  /** The first token of the statement that comes next, if {@code found}. */
  private int start;

  private int startLine;
  private int startColumn;

  /** The last character of the last token so far. */
  private int last;

  private int lastLine;
  private int lastColumn;
  private boolean found;

  public ScriptReader(String script) {
    this.script = requireNonNull(script, "script is null");
  }

  /** The statements of a script, read as they are asked for, from the beginning each time. */
  public static Iterable<StatementText> statements(String script) {
    requireNonNull(script, "script is null");
    return () -> new ScriptReader(script);
  }

  /**
   * Whether there is another statement.
   *
   * <p>True also when what follows never ends; then {@link #next()} says so.
   */
  @Override
  public boolean hasNext() {
    while (!found && at < script.length()) {
      if (isBlank(script.charAt(at)) || script.charAt(at) == ';') {
        advance(1);
      } else if (commentBegins()) {
        int end = commentEnd();
        if (end < 0) {
          begin();
        } else {
          advance(end - at);
        }
      } else {
        begin();
      }
    }
    return found;
  }

  /**
   * The next statement.
   *
   * @throws MillraceException SYNTAX_ERROR if a text, a quoted name or a comment in it never ends;
   *     there is no further statement then
   */
  @Override
  public StatementText next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the script has no further statement");
    }
    found = false;
    while (at < script.length() && script.charAt(at) != ';') {
      char c = script.charAt(at);
      if (isBlank(c)) {
        advance(1);
      } else if (commentBegins()) {
        skip(commentEnd(), "this comment has no end", "add */");
      } else if (c == '\'') {
        int end = hasBackslashes() ? escapedEnd() : quoteEnd(c);
        take(end, "this text has no closing '", "write '' for a ' inside a text");
      } else if (c == '"' || c == '`') {
        take(quoteEnd(c), "this name has no closing " + c, "write " + c + c + " for a " + c);
      } else {
        take(at + 1, "", "");
      }
    }
    StatementText statement =
        new StatementText(
            script.substring(start, last + 1),
            new SourcePosition(startLine, startColumn, lastLine, lastColumn));
    if (at < script.length()) {
      advance(1);
    }
    return statement;
  }

  private void begin() {
    found = true;
    start = at;
    startLine = line;
    startColumn = column;
    last = at;
    lastLine = line;
    lastColumn = column;
  }

  private void skip(int end, String problem, String hint) {
    if (end < 0) {
      MillraceException unended =
          error(ErrorCode.SYNTAX_ERROR, problem)
              .at(SourcePosition.of(line, column))
              .hint(hint)
              .build();
      at = script.length();
      throw unended;
    }
    advance(end - at);
  }

  private void take(int end, String problem, String hint) {
    if (end >= 0) {
      advance(end - at - 1);
      last = at;
      lastLine = line;
      lastColumn = column;
      advance(1);
    } else {
      skip(end, problem, hint);
    }
  }

  private void advance(int characters) {
    for (int end = at + characters; at < end; at++) {
      if (script.charAt(at) == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
  }

  private boolean commentBegins() {
    return script.startsWith("--", at) || script.startsWith("/*", at);
  }

  /** Behind the comment that begins here; negative if it never ends. */
  private int commentEnd() {
    if (script.charAt(at) == '-') {
      int end = script.indexOf('\n', at);
      return end < 0 ? script.length() : end;
    }
    int depth = 1;
    int i = at + 2;
    while (i + 1 < script.length()) {
      if (script.charAt(i) == '*' && script.charAt(i + 1) == '/') {
        depth--;
        i += 2;
        if (depth == 0) {
          return i;
        }
      } else if (script.charAt(i) == '/' && script.charAt(i + 1) == '*') {
        depth++;
        i += 2;
      } else {
        i++;
      }
    }
    return -1;
  }

  /** Whether the text that begins here is one of PostgreSQL's, {@code E'\''}. */
  private boolean hasBackslashes() {
    boolean marked = at > 0 && (script.charAt(at - 1) == 'E' || script.charAt(at - 1) == 'e');
    return marked && (at == 1 || !Character.isJavaIdentifierPart(script.charAt(at - 2)));
  }

  /** Behind the text that begins here, in which a backslash takes what follows its meaning. */
  private int escapedEnd() {
    for (int i = at + 1; i < script.length(); i++) {
      if (script.charAt(i) == '\\' || script.startsWith("''", i)) {
        i++;
      } else if (script.charAt(i) == '\'') {
        return i + 1;
      }
    }
    return -1;
  }

  /** Behind the quoted thing that begins here; negative if it never ends. */
  private int quoteEnd(char quote) {
    int i = at + 1;
    while (true) {
      int end = script.indexOf(quote, i);
      if (end < 0) {
        return -1;
      }
      if (end + 1 < script.length() && script.charAt(end + 1) == quote) {
        i = end + 2;
      } else {
        return end + 1;
      }
    }
  }

  /** Blank space, the no-break kinds and a byte order mark among it. */
  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || c == '\u00A0' || c == '\uFEFF';
  }
}
