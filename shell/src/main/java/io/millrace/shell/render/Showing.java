package io.millrace.shell.render;

import java.time.ZoneId;

/**
 * How one result is shown.
 *
 * @param startNanos when its statement began, by {@link System#nanoTime()}
 * @param zone where instants are shown
 * @param timed whether somebody who watches is told how long it took
 * @param maxRows how many rows somebody who watches sees of a long result: the first half of so
 *     many and the last; 0 for all
 */
public record Showing(long startNanos, ZoneId zone, boolean timed, int maxRows) {

  /** All rows, as for a script. */
  public Showing(long startNanos, ZoneId zone, boolean timed) {
    this(startNanos, zone, timed, 0);
  }
}
