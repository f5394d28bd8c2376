package io.millrace.shell;

import io.millrace.api.Millrace;
import io.millrace.shell.command.ExitCode;
import io.millrace.shell.log.LogFile;
import io.millrace.shell.render.Screen;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Function;

/** Runs the command in this process and keeps what it prints. */
final class Command {
  private final Function<Millrace.Builder, Millrace> opener;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private boolean inIsTerminal;
  private boolean outIsTerminal;
  private boolean errIsTerminal;
  private int columns = 80;
  private boolean color;
  private byte[] in = {};
  private LogFile log = new LogFile(Path.of("target", "millrace.log"));

  Command(Millrace session) {
    this(builder -> session);
  }

  Command(Function<Millrace.Builder, Millrace> opener) {
    this.opener = opener;
  }

  /** Everything is a terminal of that width. */
  Command onTerminal(int width) {
    inIsTerminal = true;
    outIsTerminal = true;
    errIsTerminal = true;
    columns = width;
    return this;
  }

  Command loggingTo(Path file) {
    log = new LogFile(file);
    return this;
  }

  Command colored() {
    color = true;
    return this;
  }

  Command reading(String text) {
    in = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  ExitCode run(String... words) {
    Screen screen =
        new Screen(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            inIsTerminal,
            outIsTerminal,
            errIsTerminal,
            columns,
            color);
    return new Main(screen, new ByteArrayInputStream(in), opener, log).run(words);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
