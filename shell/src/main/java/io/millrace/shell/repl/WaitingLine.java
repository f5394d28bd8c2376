package io.millrace.shell.repl;

import io.millrace.shell.render.Screen;
import java.util.Locale;

/**
 * A line that says that something is still going on, until there is something to print. It appears
 * after a moment and is gone before anything else is printed.
 */
final class WaitingLine implements AutoCloseable {
  private static final long FIRST_MILLIS = 300;
  private static final long REPAINT_MILLIS = 200;
  private static final String ERASE = "\r\033[K";

  private final Screen screen;
  private final String what;
  private final long startNanos = System.nanoTime();
  private boolean over;
  private boolean painted;

  private WaitingLine(Screen screen, String what) {
    this.screen = screen;
    this.what = what;
  }

  /**
   * Begins to wait.
   *
   * @param screen to paint on
   * @param what is going on, such as {@code running}
   */
  static WaitingLine show(Screen screen, String what) {
    WaitingLine line = new WaitingLine(screen, what);
    Thread painter = new Thread(line::paint, "millrace-waiting");
    painter.setDaemon(true);
    painter.start();
    return line;
  }

  private synchronized void paint() {
    try {
      wait(FIRST_MILLIS);
      while (!over) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        screen
            .err()
            .print(
                ERASE + String.format(Locale.ROOT, "%s … %.1fs   Ctrl-C stops it", what, seconds));
        screen.err().flush();
        painted = true;
        wait(REPAINT_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing is waited for any more: the line is gone. */
  @Override
  public synchronized void close() {
    if (!over) {
      over = true;
      notifyAll();
      if (painted) {
        screen.err().print(ERASE);
        screen.err().flush();
      }
    }
  }
}
