/**
 * The queries over the events: {@code bin/bench nexmark}.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.benchmark.nexmark;

import org.jspecify.annotations.NullMarked;
