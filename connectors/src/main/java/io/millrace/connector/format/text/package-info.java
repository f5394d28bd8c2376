/**
 * Whole lines as single values: scanner and writer.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.connector.format.text;

import org.jspecify.annotations.NullMarked;
