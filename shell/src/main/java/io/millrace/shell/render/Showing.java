package io.millrace.shell.render;

import java.time.ZoneId;

/**
 * How one result is shown.
 *
 * @param startNanos when its statement began, by {@link System#nanoTime()}
 * @param zone where instants are shown
 * @param timed whether somebody who watches is told how long it took
 */
public record Showing(long startNanos, ZoneId zone, boolean timed) {}
