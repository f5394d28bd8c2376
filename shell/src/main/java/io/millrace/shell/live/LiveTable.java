package io.millrace.shell.live;

import static java.util.Objects.requireNonNull;

import io.millrace.api.StatementResult.Changes;
import java.time.ZoneId;
import org.jline.terminal.Terminal;

/**
 * The live table: shows the result of an unbounded query while it runs, takes keys, and leaves the
 * last state behind as a table with a line of totals. The terminal is as it was before when {@link
 * #show} returns, throws, or the process ends.
 */
public final class LiveTable {
  private final Terminal terminal;
  private final boolean color;
  private final ZoneId zone;

  /**
   * A live table on a terminal.
   *
   * @param color whether colours are wanted
   * @param zone where instants are shown
   */
  public LiveTable(Terminal terminal, boolean color, ZoneId zone) {
    this.terminal = requireNonNull(terminal, "terminal is null");
    this.color = color;
    this.zone = requireNonNull(zone, "zone is null");
  }

  /** How the showing of a query ended. */
  public enum Ending {
    /** The query came to its end. */
    ENDED,
    /** Somebody pressed q. */
    STOPPED,
    /** Somebody pressed Ctrl-C. */
    INTERRUPTED
  }

  /**
   * Shows the changes until the query ends or somebody stops it; closes them.
   *
   * @throws io.millrace.api.error.MillraceException if the query fails
   */
  public Ending show(Changes changes) {
    throw new UnsupportedOperationException(terminal + " " + color + " " + zone + changes);
  }
}
