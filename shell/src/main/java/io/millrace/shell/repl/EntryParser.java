package io.millrace.shell.repl;

import io.millrace.shell.repl.EntryCompleter.Choice;
import io.millrace.shell.repl.EntryCompleter.Choices;
import io.millrace.shell.repl.SqlToken.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.LineReader;
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

  private final EntryCompleter completer;

  EntryParser(EntryCompleter completer) {
    this.completer = completer;
  }

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE || context == ParseContext.SECONDARY_PROMPT) {
      expectEnd(line);
    }
    if (context == ParseContext.COMPLETE) {
      return new Entry(line, cursor, completer.at(line, cursor));
    }
    return new Entry(line, cursor, new Choices(cursor, List.of()));
  }

  /** Hands the choices that were found with the word on to the editor. */
  static void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    if (line instanceof Entry entry) {
      int order = 0;
      for (Choice choice : entry.choices().choices()) {
        candidates.add(candidate(choice, order++));
      }
    }
  }

  private static Candidate candidate(Choice choice, int order) {
    String help = choice.help().isEmpty() ? null : choice.help();
    return new Candidate(
        choice.text(), choice.shown(), null, help, null, null, choice.whole(), order);
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

  /** An entry with the cursor in it, and what could stand in the place of the word before it. */
  private record Entry(String line, int cursor, Choices choices) implements CompletingParsedLine {
    @Override
    public String word() {
      return line.substring(choices.start(), cursor);
    }

    @Override
    public int wordCursor() {
      return cursor - choices.start();
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
      return wordCursor();
    }
  }
}
