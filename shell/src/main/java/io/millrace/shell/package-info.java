/**
 * The command line of Millrace, a client of {@code io.millrace.api}. The engine and the connectors
 * are found at run time.
 *
 * <p>{@link io.millrace.shell.Main} reads the options ({@code command}), runs the script ({@code
 * command}) and prints what comes back ({@code render}).
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.shell;

import org.jspecify.annotations.NullMarked;
