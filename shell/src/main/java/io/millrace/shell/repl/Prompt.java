package io.millrace.shell.repl;

import io.millrace.api.Millrace;
import io.millrace.api.error.SourceText;
import io.millrace.api.query.StreamingQuery;
import io.millrace.shell.command.ExitCode;
import io.millrace.shell.log.LogFile;
import io.millrace.shell.render.OutputFormat;
import io.millrace.shell.render.Screen;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;

/** Reads statements and commands from a terminal until the user leaves. */
public final class Prompt implements AutoCloseable {
  private static final String PRIMARY = "millrace> ";

  /** As wide as the first one, with the sign of what is still open. */
  private static final String CONTINUATION = "%P %M..> ";

  private final PromptTerminal terminal;
  private final Engine engine;
  private final LineReader reader;
  private final Evaluation evaluation;

  /** Queries that the user was told of when leaving for the first time. */
  private List<StreamingQuery> warnedOf = List.of();

  /**
   * What a prompt needs.
   *
   * @param screen where results go
   * @param opener opens the session; called on another thread
   * @param rehearsal opens a session to warm up with
   * @param views show what runs
   * @param format how results are printed; empty for boxes and live tables
   * @param log takes stack traces
   */
  public record Setup(
      Screen screen,
      Supplier<Millrace> opener,
      Supplier<Millrace> rehearsal,
      LiveViews views,
      Optional<OutputFormat> format,
      LogFile log) {}

  private Prompt(Setup setup, PromptTerminal terminal) {
    this.terminal = terminal;
    this.engine = new Engine(setup.opener(), setup.rehearsal());
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal.terminal())
            .appName("millrace")
            .parser(new EntryParser())
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUATION)
            .variable(LineReader.INDENTATION, 0)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.INSERT_TAB, false)
            .build();
    Modes modes = new Modes(setup.log(), setup.format());
    this.evaluation =
        new Evaluation(
            engine, terminal, setup.views(), modes, new BackgroundQueries(reader::printAbove));
  }

  /**
   * Takes the terminal of this process.
   *
   * @throws IOException if it cannot be had
   */
  public static Prompt open(Setup setup) throws IOException {
    return new Prompt(setup, PromptTerminal.open(setup.screen()));
  }

  /** Reads and runs until the user leaves. */
  public ExitCode run() {
    terminal.screen().status("Millrace   .help for commands, Ctrl-D to leave");
    engine.start();
    while (true) {
      try {
        String entry = reader.readLine(PRIMARY);
        if (isExit(entry)) {
          if (mayLeave()) {
            return ExitCode.FINE;
          }
        } else if (!entry.isBlank()) {
          evaluation.run(new SourceText("", entry));
          terminal.restore();
        }
      } catch (UserInterruptException e) {
        // Ctrl-C at the prompt: the line is gone, and the next one begins.
        continue;
      } catch (EndOfFileException e) {
        if (mayLeave()) {
          return ExitCode.FINE;
        }
      }
    }
  }

  private static boolean isExit(String entry) {
    String word = EntryParser.withoutSemicolon(entry.strip()).toLowerCase(Locale.ROOT);
    return List.of("exit", "quit", ".exit", ".quit", "\\q").contains(word);
  }

  /** Whether nothing is lost by leaving, or the user has been told what is and leaves again. */
  private boolean mayLeave() {
    List<StreamingQuery> running =
        engine.within(Duration.ZERO).map(Millrace::activeQueries).orElse(List.of());
    if (running.isEmpty() || running.equals(warnedOf)) {
      return true;
    }
    warnedOf = running;
    List<String> names = running.stream().map(StreamingQuery::name).toList();
    terminal
        .screen()
        .status(
            (names.size() == 1 ? "a query is running: " : "queries are running: ")
                + String.join(", ", names)
                + ". Leaving stops "
                + (names.size() == 1 ? "it" : "them")
                + " (one with a checkpoint goes on from there); Ctrl-D or .exit again leaves.");
    return false;
  }

  @Override
  public void close() throws IOException {
    engine.close();
    terminal.close();
  }
}
