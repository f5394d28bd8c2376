/**
 * The ends of measured queries: a source that costs next to nothing, and a sink that counts.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.benchmark.connector;

import org.jspecify.annotations.NullMarked;
