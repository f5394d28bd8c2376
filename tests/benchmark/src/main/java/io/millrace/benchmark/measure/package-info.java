/**
 * What a run has cost and what it has given.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.benchmark.measure;

import org.jspecify.annotations.NullMarked;
