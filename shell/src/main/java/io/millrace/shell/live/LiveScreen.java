package io.millrace.shell.live;

import io.millrace.shell.render.OutputClosedException;
import io.millrace.shell.render.Screen;
import java.io.IOException;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;

/**
 * A terminal as long as a picture stands on it: its other screen, no cursor, keys one by one. Of
 * the scrollback nothing is touched. The terminal is restored by {@link #close}, and if the process
 * is asked to end meanwhile, by a hook; after that nothing is painted any more.
 */
final class LiveScreen implements AutoCloseable {
  private static final String ENTER = "\033[?1049h\033[?25l\033[H\033[2J";
  private static final String LEAVE = "\033[0m\033[?25h\033[?1049l";
  private static final String CLEAR = "\033[H\033[2J";

  private final Terminal terminal;
  private final Screen screen;
  private final ScreenDiff diff;
  private final Attributes attributes;
  private final SignalHandler resizeHandler;
  private final SignalHandler interruptHandler;
  private final Thread hook = new Thread(this::restore, "millrace-restore-terminal");
  private volatile boolean resized = true;
  private Size size = new Size(80, 24);
  private boolean interrupted;
  private volatile boolean restored;

  /** Held while keys are read: they are somebody else's once the terminal is given back. */
  private final Object reading = new Object();

  private LiveScreen(Terminal terminal, Screen screen) {
    this.terminal = terminal;
    this.screen = screen;
    this.diff = new ScreenDiff(screen.color());
    this.attributes = RawMode.enter(terminal);
    this.resizeHandler = terminal.handle(Signal.WINCH, signal -> resized = true);
    this.interruptHandler = terminal.handle(Signal.INT, SignalHandler.SIG_IGN);
    terminal.handle(Signal.INT, interrupting(interruptHandler));
    Runtime.getRuntime().addShutdownHook(hook);
    write(ENTER);
  }

  /**
   * Ctrl-C is somebody else's. But whoever is not waited for any longer gives the terminal back
   * before anything else is printed.
   */
  private SignalHandler interrupting(SignalHandler handler) {
    if (handler == SignalHandler.SIG_DFL || handler == SignalHandler.SIG_IGN) {
      return handler;
    }
    return signal -> {
      if (isSecond()) {
        restore();
        synchronized (reading) {
          // Whoever has read a key sees that it was the last one.
          handler.handle(signal);
        }
      } else {
        handler.handle(signal);
      }
    };
  }

  private synchronized boolean isSecond() {
    boolean second = interrupted;
    interrupted = true;
    return second;
  }

  /** Whether Ctrl-C has been pressed. */
  synchronized boolean isInterrupted() {
    return interrupted;
  }

  /** Takes the terminal over. */
  static LiveScreen open(Terminal terminal, Screen screen) {
    return new LiveScreen(terminal, screen);
  }

  /** The size of the terminal now; what stood on it is cleared if that is another one. */
  Size size() {
    if (resized) {
      resized = false;
      Size now = terminal.getSize();
      // Some terminals do not know, and say 0.
      size = new Size(now.getColumns() > 0 ? now.getColumns() : 80, Math.max(now.getRows(), 3));
      diff.cleared();
      write(CLEAR);
    }
    return size;
  }

  /** Makes the terminal show these lines; gives how many characters were written for it. */
  int show(List<Line> lines) {
    String change = diff.show(lines);
    write(change);
    return change.length();
  }

  /** The next key, or that none was pressed in so many milliseconds. */
  Key key(long millis) {
    synchronized (reading) {
      if (restored) {
        return Key.of(Key.Kind.CLOSED);
      }
      try {
        return Key.read(terminal.reader(), millis);
      } catch (IOException | IllegalStateException e) {
        // The terminal is being closed, because the process ends.
        return Key.of(Key.Kind.CLOSED);
      }
    }
  }

  private synchronized void write(String text) {
    if (!restored && !text.isEmpty()) {
      screen.print(text);
    }
  }

  private synchronized void restore() {
    if (restored) {
      return;
    }
    try {
      write(LEAVE);
    } catch (OutputClosedException e) {
      // Nobody is there any more who could see it.
    } finally {
      restored = true;
    }
    try {
      terminal.setAttributes(attributes);
    } catch (IllegalStateException e) {
      // The process is ending: the terminal is closed, and was restored by that.
    }
  }

  @Override
  public void close() {
    restore();
    try {
      terminal.handle(Signal.WINCH, resizeHandler);
      terminal.handle(Signal.INT, interruptHandler);
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the terminal is closed, or the hook runs already.
    }
  }
}
