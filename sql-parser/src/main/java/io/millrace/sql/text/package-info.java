/**
 * Step 1 of the way of the data: a script's text is taken apart into the text of its statements,
 * each with its place. {@link io.millrace.sql.text.ScriptReader} gives {@link
 * io.millrace.sql.text.StatementText}; {@code sql.parse} takes it.
 */
@NullMarked
package io.millrace.sql.text;

import org.jspecify.annotations.NullMarked;
