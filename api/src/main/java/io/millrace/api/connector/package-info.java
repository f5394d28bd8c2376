/**
 * What a source or sink implements, and what it is told. Steps 1 and 9 of the way of the data: the
 * edges.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.api.connector;

import org.jspecify.annotations.NullMarked;
