package io.millrace.shell.repl;

import io.millrace.shell.render.Screen;
import io.millrace.shell.render.SystemTerminal;
import java.io.IOException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.Signals;

/** The terminal of the prompt, and the screen that results are printed to. */
final class PromptTerminal implements AutoCloseable {
  private final Terminal terminal;

  /** As it was. */
  private final Attributes attributes;

  /** While no line is edited, keys do not show: they belong to the next line. */
  private final Attributes quiet;

  private final Screen screen;

  /** Whether Ctrl-C came while nobody else took it: between an entry and what it starts. */
  private volatile boolean interrupted;

  private PromptTerminal(Terminal terminal, Screen screen) {
    this.terminal = terminal;
    this.attributes = terminal.getAttributes();
    this.quiet = new Attributes(attributes);
    quiet.setLocalFlag(Attributes.LocalFlag.ECHO, false);
    this.screen = screen;
    terminal.setAttributes(quiet);
  }

  /** Takes the terminal of this process. */
  static PromptTerminal open(Screen screen) throws IOException {
    Terminal terminal = SystemTerminal.open(Terminal.SignalHandler.SIG_IGN);
    PromptTerminal opened = new PromptTerminal(terminal, screen);
    terminal.handle(Terminal.Signal.INT, signal -> opened.interrupted = true);
    if (opened.isDumb()) {
      // Of these the terminal library leaves signals to the process, which Ctrl-C would end.
      Signals.register("INT", () -> terminal.raise(Terminal.Signal.INT));
    }
    return opened;
  }

  Terminal terminal() {
    return terminal;
  }

  /** Where lines go, as wide as the terminal is now. */
  Screen screen() {
    int width = terminal.getWidth();
    return width > 0 ? screen.withColumns(width) : screen;
  }

  /** A screen for the statements of one entry. */
  GatedScreen output() {
    return new GatedScreen(screen(), !isDumb());
  }

  /** Whether it can do no more than print lines. */
  boolean isDumb() {
    return terminal.getType().startsWith(Terminal.TYPE_DUMB);
  }

  /** Whether Ctrl-C came and nobody took it; asked once. */
  boolean takeInterrupt() {
    boolean came = interrupted;
    interrupted = false;
    return came;
  }

  /** Takes the terminal back: a view that was left behind may have changed it. */
  void restore() {
    terminal.setAttributes(quiet);
  }

  /** Gives the terminal to another program as it was. */
  void lend() {
    terminal.setAttributes(attributes);
  }

  @Override
  public void close() throws IOException {
    lend();
    terminal.close();
  }
}
