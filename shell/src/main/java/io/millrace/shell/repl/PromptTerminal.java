package io.millrace.shell.repl;

import io.millrace.shell.render.Screen;
import java.io.IOException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The terminal of the prompt, and the screen that results are printed to. */
final class PromptTerminal implements AutoCloseable {
  private final Terminal terminal;
  private final Attributes attributes;
  private final Screen screen;

  private PromptTerminal(Terminal terminal, Screen screen) {
    this.terminal = terminal;
    this.attributes = terminal.getAttributes();
    this.screen = screen;
  }

  /** Takes the terminal of this process. */
  static PromptTerminal open(Screen screen) throws IOException {
    Terminal terminal =
        TerminalBuilder.builder()
            .name("millrace")
            .system(true)
            .providers("jni")
            .dumb(true)
            .graphemeCluster(false)
            .nativeSignals(true)
            .signalHandler(Terminal.SignalHandler.SIG_IGN)
            .build();
    return new PromptTerminal(terminal, screen);
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

  /** Keys that are pressed while a statement runs are not shown before the next prompt. */
  void hush() {
    Attributes quiet = new Attributes(attributes);
    quiet.setLocalFlag(Attributes.LocalFlag.ECHO, false);
    terminal.setAttributes(quiet);
  }

  /** Puts the terminal back as it was: a view that was left behind may have changed it. */
  void restore() {
    terminal.setAttributes(attributes);
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
