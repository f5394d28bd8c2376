/**
 * Materialized views over tables: who reads what, and the steps by which a change of a table
 * reaches every view behind it before the statement that made it returns.
 *
 * <p>{@link io.millrace.exec.view.ViewMaintenance} knows all views of a session and passes changes
 * on, inputs first. A {@code KeptView} is one of them: a running graph, how far it has read each
 * table, and the table of its rows, which is what others read. Views over streams are queries of
 * their own; to the views behind them they are tables.
 *
 * <p>Between {@code exec.build}, whose graphs it drives, and {@code exec.session}, which makes
 * views and asks for their rows. Why it is like this: docs/design/016-materialized-views.md.
 */
@NullMarked
package io.millrace.exec.view;

import org.jspecify.annotations.NullMarked;
