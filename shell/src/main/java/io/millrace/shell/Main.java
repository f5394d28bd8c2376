package io.millrace.shell;

import io.millrace.api.Millrace;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourceText;
import io.millrace.shell.command.ArgumentParser;
import io.millrace.shell.command.Arguments;
import io.millrace.shell.command.ExitCode;
import io.millrace.shell.command.ScriptInput;
import io.millrace.shell.command.ScriptRunner;
import io.millrace.shell.command.UsageException;
import io.millrace.shell.live.LivePrinter;
import io.millrace.shell.live.ProgressArea;
import io.millrace.shell.log.LogFile;
import io.millrace.shell.render.ErrorPrinter;
import io.millrace.shell.render.OutputFormat;
import io.millrace.shell.render.ResultPrinter;
import io.millrace.shell.render.Screen;
import io.millrace.shell.repl.Prompt;
import io.millrace.shell.repl.Rehearsal;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jline.utils.Signals;

/** The command {@code millrace}. */
public final class Main {
  private static final long STOP_SECONDS = 10;

  /** Set by the launcher while it makes the archive of classes. */
  private static final String REHEARSAL = "millrace.rehearsal";

  private static final String USAGE =
      """
      usage: millrace [options]          reads statements from the terminal
             millrace -f FILE | -e SQL  [options]
             … | millrace               runs the script it reads

        -f, --file FILE        run a script; - is standard input
        -e, -c, --execute SQL  run these statements
            --format FORMAT    table, line, csv or json; without it boxes, and changes of an
                               unbounded SELECT in a pipe as JSON lines
            --keep-going       go on behind a statement that fails and print
                               "!ERROR [CODE] message" in place of its result
            --set NAME=VALUE   a setting, as by SET
        -h, --help             this text
        -V, --version          the version

      -f and -e may be repeated; they run in this order, in one session.
      exit code: 0 fine, 1 SQL error, 2 usage, 3 a query failed while it ran, 130 interrupted
      """;

  private final Screen screen;
  private final InputStream in;
  private final Function<Millrace.Builder, Millrace> opener;
  private final LogFile log;

  /**
   * The command with its surroundings.
   *
   * @param screen where output goes
   * @param in standard input
   * @param opener opens the session; {@link Millrace.Builder#open} but in tests
   * @param log takes stack traces
   */
  Main(Screen screen, InputStream in, Function<Millrace.Builder, Millrace> opener, LogFile log) {
    this.screen = screen;
    this.in = in;
    this.opener = opener;
    this.log = log;
  }

  public static void main(String[] words) {
    Main main =
        new Main(Screen.ofProcess(), System.in, Millrace.Builder::open, LogFile.ofProcess());
    ExitCode code = main.run(words);
    if (System.getProperty(REHEARSAL) != null) {
      Rehearsal.run(main.screen);
    }
    System.exit(code.number());
  }

  /** Does what the command line says. */
  ExitCode run(String... words) {
    try {
      Arguments arguments = ArgumentParser.parse(words);
      if (arguments.help()) {
        screen.print(USAGE);
        return ExitCode.FINE;
      }
      if (arguments.version()) {
        screen.print(version() + "\n");
        return ExitCode.FINE;
      }
      List<ScriptInput> inputs = arguments.inputs();
      if (inputs.isEmpty()) {
        if (screen.inIsTerminal() && screen.outIsTerminal()) {
          return prompt(arguments);
        }
        inputs = List.of(new ScriptInput.StandardInput());
      }
      return run(arguments, read(inputs));
    } catch (UsageException e) {
      return usage(e.getMessage(), e.hint().orElse("see   millrace --help"));
    } catch (UnreadableException e) {
      return usage(e.getMessage(), "");
    }
  }

  private ExitCode prompt(Arguments arguments) {
    Millrace.Builder builder = Millrace.builder();
    builder.console(new PrintStream(screen.out(), true, StandardCharsets.UTF_8));
    arguments.settings().forEach(builder::set);
    Prompt.Setup setup =
        new Prompt.Setup(
            screen,
            () -> opener.apply(builder),
            () -> opener.apply(Millrace.builder()),
            new TerminalViews(),
            arguments.format(),
            log,
            version());
    try (Prompt prompt = Prompt.open(setup)) {
      return prompt.run();
    } catch (IOException e) {
      return usage("the terminal cannot be used: " + e.getMessage(), "run a script with   -f FILE");
    }
  }

  private ExitCode usage(String message, String hint) {
    screen.err().println("millrace: " + message + (hint.isEmpty() ? "" : "\n  hint: " + hint));
    screen.err().flush();
    return ExitCode.USAGE;
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return "millrace "
        + (version == null ? "(not packaged)" : version)
        + ", Java "
        + System.getProperty("java.version");
  }

  private ExitCode run(Arguments arguments, List<SourceText> scripts) {
    ErrorPrinter errors = new ErrorPrinter(screen, log);
    ResultPrinter printer =
        arguments
            .format()
            .map(format -> ResultPrinter.of(format, screen))
            .orElseGet(() -> ResultPrinter.automatic(screen));
    boolean live = arguments.format().filter(format -> format != OutputFormat.TABLE).isEmpty();
    ProgressArea progress = new ProgressArea(screen, screen::columns);
    ResultPrinter results =
        new LivePrinter(printer, screen, progress, live, new Interruption()::signal);
    Millrace.Builder builder = Millrace.builder();
    // A console sink prints while nobody waits to flush: it flushes by itself.
    builder.console(new PrintStream(progress.above(screen.out()), true, StandardCharsets.UTF_8));
    arguments.settings().forEach(builder::set);
    Millrace session;
    try {
      session = opener.apply(builder);
    } catch (MillraceException e) {
      // A setting is wrong.
      errors.report(e);
      return ExitCode.USAGE;
    } catch (RuntimeException e) {
      errors.report(ErrorPrinter.asError(e));
      return ExitCode.QUERY_FAILED;
    }
    try (session) {
      return run(
          new ScriptRunner(session, screen, results, errors, progress, arguments.keepGoing()),
          scripts);
    }
  }

  private ExitCode run(ScriptRunner runner, List<SourceText> scripts) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread stopper = new Thread(() -> stop(runner, ended), "millrace-stop");
    Runtime.getRuntime().addShutdownHook(stopper);
    try {
      return runner.run(scripts);
    } finally {
      screen.out().flush();
      ended.countDown();
      removeHook(stopper);
    }
  }

  /**
   * What Ctrl-C and a polite kill do: the JVM is going down and runs this beside the script, which
   * gets the time to print what it has. The exit code is the JVM's, 128 + signal: 130 for Ctrl-C.
   * The next Ctrl-C does not wait for that.
   */
  private static void stop(ScriptRunner runner, CountDownLatch ended) {
    // Once it goes down the JVM itself hears of no other signal.
    Signals.register("INT", () -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number()));
    runner.interrupt();
    try {
      ended.await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going down already, and the hook is running: nothing is left to remove.
    }
  }

  /** Ends the process as the JVM does it when Ctrl-C comes; the second time without waiting. */
  private static final class Interruption {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime() - SECOND_NANOS);

    void signal() {
      long now = System.nanoTime();
      if (now - lastNanos.getAndSet(now) < SECOND_NANOS) {
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
      }
      // It returns when everything has been stopped, and the next signal should come through.
      new Thread(() -> System.exit(ExitCode.INTERRUPTED.number()), "millrace-interrupt").start();
    }
  }

  /** A script cannot be read; the message says which and why. */
  private static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableException(String message) {
      super(message);
    }
  }

  private List<SourceText> read(List<ScriptInput> inputs) throws UnreadableException {
    List<SourceText> scripts = new ArrayList<>();
    for (ScriptInput input : inputs) {
      scripts.add(read(input));
    }
    return scripts;
  }

  private SourceText read(ScriptInput input) throws UnreadableException {
    if (input instanceof ScriptInput.Text text) {
      return new SourceText("", text.sql());
    }
    String name = input instanceof ScriptInput.File file ? file.path() : "standard input";
    try {
      byte[] bytes =
          input instanceof ScriptInput.File file
              ? Files.readAllBytes(Path.of(file.path()))
              : in.readAllBytes();
      return new SourceText(input instanceof ScriptInput.File ? name : "", decode(bytes));
    } catch (NoSuchFileException e) {
      throw new UnreadableException("script " + name + " does not exist");
    } catch (CharacterCodingException e) {
      throw new UnreadableException("script " + name + " is not UTF-8 text");
    } catch (IOException | java.nio.file.InvalidPathException e) {
      throw new UnreadableException("script " + name + " cannot be read: " + e.getMessage());
    }
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    // Editors on Windows begin UTF-8 with a mark.
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
