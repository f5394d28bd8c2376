package io.millrace.shell.repl;

import io.millrace.api.Millrace;
import io.millrace.api.error.SourceText;
import io.millrace.api.query.StreamingQuery;
import io.millrace.shell.command.ExitCode;
import io.millrace.shell.log.LogFile;
import io.millrace.shell.render.OutputFormat;
import io.millrace.shell.render.Screen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;

/** Reads statements and commands from a terminal until the user leaves. */
public final class Prompt implements AutoCloseable {
  private final PromptTerminal terminal;
  private final Engine engine;
  private final LineEditor editor;
  private final Evaluation evaluation;
  private final Commands commands;
  private final String greeting;

  /** Queries that the user was told of when leaving for the first time. */
  private List<StreamingQuery> warnedOf = List.of();

  /** The last statements, for the editor. */
  private String lastEntry = "";

  /** What stands in the next line already. */
  private String beginning = "";

  private boolean leaving;

  /**
   * What a prompt needs.
   *
   * @param screen where results go
   * @param opener opens the session; called on another thread
   * @param rehearsal opens a session to warm up with
   * @param views show what runs
   * @param format how results are printed; empty for boxes and live tables
   * @param log takes stack traces
   * @param version for the greeting
   */
  public record Setup(
      Screen screen,
      Supplier<Millrace> opener,
      Supplier<Millrace> rehearsal,
      LiveViews views,
      Optional<OutputFormat> format,
      LogFile log,
      String version) {}

  private Prompt(Setup setup, PromptTerminal terminal) {
    this.terminal = terminal;
    this.greeting = setup.version() + "   .help for help, statements end with ;";
    this.engine = new Engine(setup.opener(), setup.rehearsal());
    Optional<Path> history = HistoryPlace.of(System.getenv(), System.getProperty("user.home"));
    EntryCompleter completer = new EntryCompleter(engine, this::commands);
    this.editor = new LineEditor(terminal.terminal(), setup.screen(), completer, history);
    Modes modes = new Modes(setup.format());
    this.evaluation =
        new Evaluation(
            engine,
            terminal,
            setup.views(),
            modes,
            setup.log(),
            new BackgroundQueries(editor::printAbove));
    this.commands = new Commands(terminal, evaluation, modes, setup.log());
    commands.add("", "edits the last statement in $EDITOR", a -> edit(), "\\e", ".edit");
    commands.add("[COMMAND]", "this list", this::help, ".help", "\\?", "help");
    commands.add("", "leaves", a -> leave(), ".exit", ".quit", "\\q", "exit", "quit");
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
    terminal.screen().status(greeting);
    // Not before: on a machine with few cores it would take the time of the prompt.
    editor.whenReady(engine::start);
    while (!leaving) {
      try {
        terminal.takeInterrupt();
        String entry = editor.read(beginning);
        beginning = "";
        evaluate(entry);
      } catch (UserInterruptException e) {
        // Ctrl-C at the prompt: the entry is gone, and the next one begins.
        beginning = "";
      } catch (EndOfFileException e) {
        leave();
      }
    }
    return ExitCode.FINE;
  }

  private List<Command> commands() {
    return commands.all();
  }

  private void evaluate(String entry) {
    if (EntryParser.isCommand(entry)) {
      commands.run(entry);
    } else if (!entry.isBlank()) {
      lastEntry = entry;
      evaluation.run(new SourceText("", entry));
    }
  }

  private void edit() throws Command.CommandException {
    terminal.lend();
    try {
      beginning = ExternalEditor.edit(lastEntry);
    } finally {
      terminal.restore();
    }
  }

  private void help(String command) {
    String text =
        command.isEmpty()
            ? Help.text(commands.all(), terminal.screen().columns())
            : Help.of(commands.all(), command);
    terminal.screen().print(text);
  }

  /** Leaves, unless something would be lost that the user has not been told of. */
  private void leave() {
    List<StreamingQuery> running =
        engine.within(Duration.ZERO).map(Millrace::activeQueries).orElse(List.of());
    if (running.isEmpty() || running.equals(warnedOf)) {
      leaving = true;
      return;
    }
    warnedOf = running;
    List<String> names = running.stream().map(StreamingQuery::name).toList();
    boolean one = names.size() == 1;
    terminal
        .screen()
        .status(
            (one ? "a query is running: " : "queries are running: ")
                + String.join(", ", names)
                + ". Leaving stops "
                + (one ? "it" : "them")
                + "; with a CHECKPOINT a later run goes on from there. Ctrl-D or .exit again leaves.");
  }

  @Override
  public void close() throws IOException {
    engine.close();
    terminal.close();
  }
}
