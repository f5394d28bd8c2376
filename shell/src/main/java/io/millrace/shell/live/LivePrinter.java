package io.millrace.shell.live;

import static java.util.Objects.requireNonNull;

import io.millrace.api.StatementResult;
import io.millrace.api.StatementResult.Changes;
import io.millrace.shell.render.ResultPrinter;
import io.millrace.shell.render.Screen;
import io.millrace.shell.render.Showing;
import io.millrace.shell.render.SystemTerminal;
import java.io.IOException;
import java.util.Optional;
import org.jline.terminal.Terminal;

/**
 * Prints the results of scripts on a terminal: changes as a live table, everything else as another
 * printer does. Where there is no terminal that can be painted on, the other printer prints changes
 * too.
 */
public final class LivePrinter implements ResultPrinter {
  private final ResultPrinter other;
  private final Screen screen;
  private final ProgressArea progress;
  private final boolean wanted;
  private final Runnable onInterrupt;
  private Optional<Terminal> terminal = Optional.empty();
  private boolean opened;

  /**
   * A printer for a script.
   *
   * @param other prints what is not live
   * @param progress shows how queries do that are waited for
   * @param wanted whether live tables are wanted where they are possible
   * @param onInterrupt what Ctrl-C does once a live table has been shown; must return at once
   */
  public LivePrinter(
      ResultPrinter other,
      Screen screen,
      ProgressArea progress,
      boolean wanted,
      Runnable onInterrupt) {
    this.progress = requireNonNull(progress, "progress is null");
    this.other = requireNonNull(other, "other is null");
    this.screen = requireNonNull(screen, "screen is null");
    this.onInterrupt = requireNonNull(onInterrupt, "onInterrupt is null");
    this.wanted = wanted && screen.inIsTerminal() && screen.outIsTerminal();
  }

  @Override
  public void changes(Changes changes, Showing showing) {
    Optional<Terminal> live = terminal();
    if (live.isPresent()) {
      new LiveTable(live.get(), screen, showing.zone()).show(changes);
    } else {
      other.changes(progress.watched(changes, showing.zone()), showing);
    }
  }

  @Override
  public void follow(Changes changes, Showing showing) {
    Optional<Terminal> live = terminal();
    if (live.isPresent()) {
      new LiveTable(live.get(), screen, showing.zone()).follow(changes);
    } else {
      other.follow(progress.watched(changes, showing.zone()), showing);
    }
  }

  @Override
  public boolean tellsTotals() {
    return terminal.isPresent();
  }

  /**
   * The terminal of this process, opened when it is needed first, and closed with the process: it
   * reads ahead, and a second one would miss what the first has read.
   */
  private Optional<Terminal> terminal() {
    if (wanted && !opened) {
      opened = true;
      try {
        Terminal found = SystemTerminal.open(Terminal.SignalHandler.SIG_DFL);
        if (LiveTable.isPossible(found)) {
          // The terminal library takes SIG_DFL to be the system's default, not the JVM's: the
          // process would be gone before the terminal is restored.
          found.handle(Terminal.Signal.INT, signal -> onInterrupt.run());
          terminal = Optional.of(found);
        } else {
          found.close();
        }
      } catch (IOException e) {
        // What cannot be had is not painted on.
        terminal = Optional.empty();
      }
    }
    return terminal;
  }

  @Override
  public void rows(StatementResult.Rows rows, Showing showing) {
    other.rows(progress.watched(rows, showing.zone()), showing);
  }

  @Override
  public void text(StatementResult.Text text) {
    other.text(text);
  }

  @Override
  public void error(String line) {
    other.error(line);
  }
}
