/**
 * Whether the cost of a change depends on how much there is already: {@code bin/bench flat}.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.benchmark.flat;

import org.jspecify.annotations.NullMarked;
