package io.millrace.shell.repl;

import io.millrace.shell.repl.SqlToken.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * Colours what is typed: keywords, texts, numbers, comments, and the two brackets of a pair while
 * the cursor is at one of them. A misspelt keyword stays plain, so that it can be seen.
 */
final class Highlighting implements Highlighter {
  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  private static final AttributedStyle KEYWORD =
      AttributedStyle.BOLD.foreground(AttributedStyle.BLUE);
  private static final AttributedStyle TEXT = PLAIN.foreground(AttributedStyle.GREEN);
  private static final AttributedStyle NUMBER = PLAIN.foreground(AttributedStyle.CYAN);
  private static final AttributedStyle COMMENT = PLAIN.faint();
  private static final AttributedStyle COMMAND = PLAIN.foreground(AttributedStyle.MAGENTA);
  private static final AttributedStyle PAIR =
      AttributedStyle.BOLD.underline().foreground(AttributedStyle.YELLOW);
  private static final AttributedStyle STRAY = PLAIN.foreground(AttributedStyle.RED);

  @Override
  public AttributedString highlight(LineReader reader, String line) {
    return highlight(line, reader.getBuffer().cursor());
  }

  /** The line in colours. */
  static AttributedString highlight(String line, int cursor) {
    AttributedStringBuilder text = new AttributedStringBuilder(line.length());
    if (EntryParser.isCommand(line)) {
      return text.styled(COMMAND, line).toAttributedString();
    }
    List<SqlToken> tokens = SqlTokens.of(line);
    Map<Integer, AttributedStyle> brackets = brackets(line, tokens, cursor);
    int at = 0;
    for (SqlToken token : tokens) {
      text.append(line, at, token.start());
      AttributedStyle style = brackets.getOrDefault(token.start(), style(token, line));
      text.styled(style, token.text(line));
      at = token.end();
    }
    return text.append(line, at, line.length()).toAttributedString();
  }

  private static AttributedStyle style(SqlToken token, String line) {
    return switch (token.kind()) {
      case WORD -> Keywords.contains(token.text(line)) ? KEYWORD : PLAIN;
      case NUMBER -> NUMBER;
      case TEXT -> TEXT;
      case LINE_COMMENT, BLOCK_COMMENT -> COMMENT;
      case QUOTED_NAME, OPENING, CLOSING, SEMICOLON, OTHER -> PLAIN;
    };
  }

  /** The styles of brackets by where they stand: those at the cursor, and those without partner. */
  private static Map<Integer, AttributedStyle> brackets(
      String line, List<SqlToken> tokens, int cursor) {
    Map<Integer, AttributedStyle> styles = new HashMap<>();
    Deque<SqlToken> open = new ArrayDeque<>();
    for (SqlToken token : tokens) {
      if (token.kind() == Kind.OPENING) {
        open.push(token);
      } else if (token.kind() == Kind.CLOSING) {
        SqlToken partner = open.poll();
        if (partner == null || !match(line.charAt(partner.start()), line.charAt(token.start()))) {
          styles.put(token.start(), STRAY);
        } else if (isAt(partner, cursor) || isAt(token, cursor)) {
          styles.put(partner.start(), PAIR);
          styles.put(token.start(), PAIR);
        }
      }
    }
    return styles;
  }

  private static boolean isAt(SqlToken bracket, int cursor) {
    return bracket.start() == cursor || bracket.end() == cursor;
  }

  private static boolean match(char open, char close) {
    return "()[]{}".contains("" + open + close);
  }
}
