/**
 * The prompt: reads statements and commands from a terminal, with history, highlighting and
 * completion, and runs each in one session.
 *
 * <p>{@link io.millrace.shell.repl.Prompt} is the loop; {@link io.millrace.shell.repl.LiveViews} is
 * how what runs is shown while it does. The neighbours {@code render} and {@code command} print
 * results and run scripts.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.shell.repl;

import org.jspecify.annotations.NullMarked;
