/**
 * What a person sees of a query that runs: the live table of an unbounded SELECT with its status
 * line and its keys, and the progress line of one that writes.
 *
 * <p>{@link io.millrace.shell.live.LiveTable} is the door. A reader thread folds what the query
 * gives into a {@code LiveModel}; the caller's thread takes keys and paints at most ten times a
 * second, and only what has changed. So a slow terminal never holds up the query.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.shell.live;

import org.jspecify.annotations.NullMarked;
