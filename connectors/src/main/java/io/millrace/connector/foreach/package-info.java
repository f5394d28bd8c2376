/**
 * Sinks in a program's own code, batch by batch or row by row.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.connector.foreach;

import org.jspecify.annotations.NullMarked;
