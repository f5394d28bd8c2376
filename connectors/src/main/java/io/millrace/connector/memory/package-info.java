/**
 * Tables whose rows live in memory, readable and writable.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.connector.memory;

import org.jspecify.annotations.NullMarked;
