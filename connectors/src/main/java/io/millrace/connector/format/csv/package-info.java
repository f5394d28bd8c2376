/**
 * Delimited text: scanner and writer.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.connector.format.csv;

import org.jspecify.annotations.NullMarked;
