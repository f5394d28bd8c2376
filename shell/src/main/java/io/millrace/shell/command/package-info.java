/**
 * What a command line asks for, and the run of a script: statement after statement, result after
 * result, to an exit code. Knows the engine by {@code io.millrace.api} alone.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.shell.command;

import org.jspecify.annotations.NullMarked;
