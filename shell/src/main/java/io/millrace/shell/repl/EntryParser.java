package io.millrace.shell.repl;

import io.millrace.shell.repl.SqlToken.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/**
 * Says when an entry is finished: a command at the end of its line, statements at a semicolon that
 * is in no text, name or comment.
 */
final class EntryParser implements Parser {
  /** Words that are commands without a dot. */
  private static final Set<String> BARE_COMMANDS = Set.of("exit", "quit", "help");

  /** Whether an entry is for the shell and no statement. */
  static boolean isCommand(String entry) {
    String stripped = entry.strip();
    return stripped.startsWith(".")
        || stripped.startsWith("\\")
        || BARE_COMMANDS.contains(withoutSemicolon(stripped).toLowerCase(Locale.ROOT));
  }

  static String withoutSemicolon(String entry) {
    return entry.endsWith(";") ? entry.substring(0, entry.length() - 1).strip() : entry;
  }

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE || context == ParseContext.SECONDARY_PROMPT) {
      expectEnd(line);
    }
    return word(line, cursor);
  }

  /**
   * Accepts a finished entry.
   *
   * @throws EOFError if it goes on, with what it is in
   */
  private static void expectEnd(String line) {
    if (line.isBlank() || isCommand(line)) {
      return;
    }
    List<SqlToken> tokens = SqlTokens.of(line);
    boolean ended = true;
    for (SqlToken token : tokens) {
      if (!token.kind().isComment()) {
        ended = token.kind() == Kind.SEMICOLON;
      }
    }
    boolean onlyComments = tokens.stream().allMatch(token -> token.kind().isComment());
    SqlToken last = tokens.get(tokens.size() - 1);
    boolean open = !last.closed() && last.kind() != Kind.LINE_COMMENT;
    if (open || !ended || (onlyComments && line.indexOf('\n') < 0 && open)) {
      throw new EOFError(-1, -1, "the statement goes on", openIn(line, tokens));
    }
  }

  /** The sign that is still to be closed; empty if there is none. */
  private static String openIn(String line, List<SqlToken> tokens) {
    SqlToken last = tokens.get(tokens.size() - 1);
    if (!last.closed() && last.kind() != Kind.LINE_COMMENT) {
      return last.kind() == Kind.BLOCK_COMMENT
          ? "/*"
          : line.substring(last.start(), last.start() + 1);
    }
    StringBuilder open = new StringBuilder();
    for (SqlToken token : tokens) {
      if (token.kind() == Kind.OPENING) {
        open.append(line.charAt(token.start()));
      } else if (token.kind() == Kind.CLOSING && open.length() > 0) {
        open.setLength(open.length() - 1);
      } else if (token.kind() == Kind.SEMICOLON) {
        open.setLength(0);
      }
    }
    return open.length() == 0 ? "" : open.substring(open.length() - 1);
  }

  /** What the cursor stands in, for completion: a word, or what it follows in a text. */
  private static ParsedLine word(String line, int cursor) {
    int start = cursor;
    while (start > 0 && isPart(line.charAt(start - 1))) {
      start--;
    }
    int end = cursor;
    while (end < line.length() && SqlTokens.isWordPart(line.charAt(end))) {
      end++;
    }
    return new Word(line, cursor, start, end);
  }

  private static boolean isPart(char c) {
    return SqlTokens.isWordPart(c);
  }

  /** The word at the cursor; completion replaces it. */
  private record Word(String line, int cursor, int start, int end) implements CompletingParsedLine {
    @Override
    public String word() {
      return line.substring(start, end);
    }

    @Override
    public int wordCursor() {
      return cursor - start;
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word());
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return wordCursor();
    }

    @Override
    public int rawWordLength() {
      return end - start;
    }
  }
}
