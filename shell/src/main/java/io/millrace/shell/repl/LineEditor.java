package io.millrace.shell.repl;

import io.millrace.shell.render.Screen;
import java.nio.file.Path;
import java.util.Optional;
import org.jline.keymap.KeyMap;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.InfoCmp.Capability;

/** Makes the editor of entries: keys, history, colours, completion. */
final class LineEditor {
  private static final String PRIMARY = "millrace> ";

  /** As wide as the first one, with the sign of what is still open. */
  private static final String CONTINUATION = "%P %M..> ";

  private static final int HISTORY_ENTRIES = 5_000;

  private final LineReader reader;
  private final String prompt;

  /**
   * An editor.
   *
   * @param history where entries are kept; empty to forget them
   */
  LineEditor(Terminal terminal, Screen screen, EntryCompleter completer, Optional<Path> history) {
    boolean color = screen.color() && !terminal.getType().startsWith(Terminal.TYPE_DUMB);
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("millrace")
            .parser(new EntryParser(completer))
            .completer(EntryParser::complete)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUATION)
            .variable(LineReader.INDENTATION, 0)
            .variable(LineReader.BELL_STYLE, "none")
            .variable(LineReader.HISTORY_SIZE, HISTORY_ENTRIES)
            .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_ENTRIES)
            .option(Option.DISABLE_EVENT_EXPANSION, true)
            .option(Option.DISABLE_HIGHLIGHTER, !color)
            .option(Option.INSERT_TAB, false)
            .option(Option.CASE_INSENSITIVE, true)
            .option(Option.HISTORY_TIMESTAMPED, false);
    if (color) {
      builder.highlighter(new Highlighting());
    }
    history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
    this.reader = builder.build();
    this.prompt =
        color ? new AttributedString(PRIMARY, AttributedStyle.BOLD).toAnsi(terminal) : PRIMARY;
    bindHistory(terminal);
  }

  private void bindHistory(Terminal terminal) {
    HistoryKeys keys = new HistoryKeys(reader);
    reader.getWidgets().put("millrace-up", keys::up);
    reader.getWidgets().put("millrace-down", keys::down);
    KeyMap<org.jline.reader.Binding> map = reader.getKeyMaps().get(LineReader.MAIN);
    for (String up : sequences(terminal, Capability.key_up, "A")) {
      map.bind(new Reference("millrace-up"), up);
    }
    for (String down : sequences(terminal, Capability.key_down, "B")) {
      map.bind(new Reference("millrace-down"), down);
    }
  }

  /** What an arrow key may send: by the terminal's description, and in both of its modes. */
  private static Iterable<String> sequences(Terminal terminal, Capability key, String letter) {
    java.util.Set<String> sequences = new java.util.LinkedHashSet<>();
    Optional.ofNullable(KeyMap.key(terminal, key)).ifPresent(sequences::add);
    sequences.add("\033[" + letter);
    sequences.add("\033O" + letter);
    return sequences;
  }

  LineReader reader() {
    return reader;
  }

  /** Does something once, as soon as there is a prompt to type behind. */
  void whenReady(Runnable action) {
    reader
        .getWidgets()
        .put(
            LineReader.CALLBACK_INIT,
            () -> {
              reader.getWidgets().remove(LineReader.CALLBACK_INIT);
              action.run();
              return true;
            });
  }

  /**
   * Reads an entry.
   *
   * @param beginning stands in the line already
   */
  String read(String beginning) {
    return reader.readLine(prompt, null, beginning.isEmpty() ? null : beginning);
  }

  /** Shows lines above the prompt, while it is there, or where the cursor is. */
  void printAbove(String text) {
    reader.printAbove(text);
  }
}
