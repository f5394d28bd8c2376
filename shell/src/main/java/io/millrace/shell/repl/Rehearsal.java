package io.millrace.shell.repl;

import io.millrace.shell.render.Screen;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jline.reader.EndOfFileException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The start of a prompt on a terminal that nobody sees, so that an archive of loaded classes holds
 * those of a prompt too.
 */
public final class Rehearsal {
  private static final String KEYS = "SELECT 'a', (1) -- b\n;\n";
  private static final long LONGEST_SECONDS = 5;

  /** What only a terminal with somebody before it needs. */
  private static final List<String> OF_REAL_TERMINALS =
      List.of(
          "io.millrace.shell.repl.Prompt",
          "io.millrace.shell.repl.PromptTerminal",
          "io.millrace.shell.repl.BackgroundQueries",
          "io.millrace.shell.repl.Commands",
          "io.millrace.shell.repl.Command",
          "io.millrace.shell.repl.Evaluation",
          "io.millrace.shell.repl.HistoryPlace",
          "io.millrace.shell.repl.Interrupts",
          "io.millrace.shell.repl.Modes",
          "io.millrace.shell.render.SystemTerminal",
          "org.jline.reader.impl.history.DefaultHistory$EntryImpl",
          "org.jline.reader.impl.history.DefaultHistory$HistoryFileData",
          "org.jline.terminal.impl.AbstractUnixSysTerminal",
          "org.jline.terminal.impl.SignalInterceptingInputStream",
          "org.jline.terminal.impl.jni.JniUnixSysTerminal",
          "org.jline.utils.FastBufferedOutputStream",
          "org.jline.utils.NonCloseableInputStream",
          "org.jline.utils.NonCloseableOutputStream",
          "org.jline.utils.PumpThread",
          "org.jline.utils.ShutdownHooks",
          "org.jline.utils.Signals",
          "sun.misc.Signal");

  private Rehearsal() {}

  /** Edits an entry; gives up after a few seconds, because nobody would see what is wrong. */
  public static void run(Screen screen) {
    Thread thread = new Thread(() -> edit(screen), "millrace-rehearsal");
    thread.setDaemon(true);
    thread.start();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(LONGEST_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void edit(Screen screen) {
    try {
      for (String name : OF_REAL_TERMINALS) {
        Class.forName(name);
      }
    } catch (ClassNotFoundException e) {
      screen.err().println("no rehearsal of the prompt: " + e);
    }
    InputStream keys = new ByteArrayInputStream(KEYS.getBytes(StandardCharsets.UTF_8));
    try (Terminal terminal =
        TerminalBuilder.builder()
            .name("millrace")
            .system(false)
            .jni(true)
            .exec(false)
            .ffm(false)
            .type("xterm-256color")
            .graphemeCluster(false)
            .streams(keys, OutputStream.nullOutputStream())
            .build()) {
      Engine engine =
          new Engine(
              () -> {
                throw new IllegalStateException("a rehearsal executes nothing");
              },
              () -> {
                throw new IllegalStateException("a rehearsal executes nothing");
              });
      EntryCompleter completer = new EntryCompleter(engine, List::of);
      new LineEditor(terminal, screen, completer, Optional.empty()).read("");
    } catch (IOException | EndOfFileException e) {
      // Without such a terminal the archive is smaller, and a prompt starts a little later.
      screen.err().println("no rehearsal of the prompt: " + e);
    }
  }
}
