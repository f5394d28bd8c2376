/**
 * The binding behind SLF4J: warnings of the engine as one line on standard error, everything with a
 * stack trace in a log file that is made when it is first needed.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.shell.log;

import org.jspecify.annotations.NullMarked;
