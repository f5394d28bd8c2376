/**
 * A sink that prints each batch as a table.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.connector.console;

import org.jspecify.annotations.NullMarked;
