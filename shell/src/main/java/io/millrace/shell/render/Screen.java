package io.millrace.shell.render;

import static java.util.Objects.requireNonNull;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where output goes, and what stands at the other end.
 *
 * @param out data; buffered, flushed after each result
 * @param err errors and status
 * @param inIsTerminal whether somebody types
 * @param outIsTerminal whether somebody watches the data
 * @param errIsTerminal whether somebody watches errors and status
 * @param columns the width of the terminal
 * @param color whether colour is wanted where a terminal is
 */
public record Screen(
    PrintStream out,
    PrintStream err,
    boolean inIsTerminal,
    boolean outIsTerminal,
    boolean errIsTerminal,
    int columns,
    boolean color) {
  private static final int DEFAULT_COLUMNS = 80;
  private static final int BUFFER = 1 << 16;

  public Screen {
    requireNonNull(out, "out is null");
    requireNonNull(err, "err is null");
  }

  /**
   * The streams of this process. The launcher knows which of them are terminals and how wide they
   * are ({@code millrace.terminal}, a list of 0, 1 and 2, and {@code millrace.columns}); without it
   * the JDK's word is taken.
   */
  public static Screen ofProcess() {
    String terminals = System.getProperty("millrace.terminal");
    if (terminals == null) {
      terminals = System.console() == null ? "" : "012";
    }
    boolean color = System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
    return new Screen(
        new PrintStream(
            new java.io.BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER),
            false,
            StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        terminals.contains("0"),
        terminals.contains("1"),
        terminals.contains("2"),
        columnsOf(System.getProperty("millrace.columns", "")),
        color);
  }

  private static int columnsOf(String text) {
    if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(Character::isDigit)) {
      return DEFAULT_COLUMNS;
    }
    int columns = Integer.parseInt(text);
    return columns == 0 ? DEFAULT_COLUMNS : columns;
  }

  /** The same with other streams. */
  public Screen withStreams(PrintStream newOut, PrintStream newErr) {
    return new Screen(newOut, newErr, inIsTerminal, outIsTerminal, errIsTerminal, columns, color);
  }

  /** The same for a terminal of another width. */
  public Screen withColumns(int newColumns) {
    return new Screen(out, err, inIsTerminal, outIsTerminal, errIsTerminal, newColumns, color);
  }

  /** Prints data and hands it on at once. */
  public void print(CharSequence text) {
    out.append(text);
    flush();
  }

  /**
   * Hands on what has been printed.
   *
   * @throws OutputClosedException if nobody reads it any more
   */
  public void flush() {
    if (out.checkError()) {
      throw new OutputClosedException();
    }
  }

  /** A line about what is going on, for somebody who watches; nothing if nobody does. */
  public void status(String line) {
    if (errIsTerminal) {
      err.println(wrapped(line));
    }
  }

  /** The line, broken between words where the terminal would break it anywhere. */
  public String wrapped(String line) {
    StringBuilder text = new StringBuilder(line.length());
    String rest = line;
    while (TextWidth.of(rest) > columns) {
      int end = rest.lastIndexOf(' ', columns);
      if (rest.substring(0, Math.max(0, end)).isBlank()) {
        // A word as long as a line.
        break;
      }
      text.append(rest, 0, end).append("\n  ");
      rest = rest.substring(end + 1);
    }
    return text.append(rest).toString();
  }

  /** The text dimmed, if data goes to a terminal with colour. */
  public String dim(String text) {
    return outIsTerminal && color ? "\033[2m" + text + "\033[0m" : text;
  }
}
