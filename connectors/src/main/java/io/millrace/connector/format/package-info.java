/**
 * What the text formats share: cutting input into records, reading and writing single values,
 * filling columns. Steps 1 and 9 of the way of the data; the formats themselves are its
 * sub-packages.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.connector.format;

import org.jspecify.annotations.NullMarked;
