/**
 * What keeping and recovering state costs: {@code bin/bench state} and {@code recovery}.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.benchmark.state;

import org.jspecify.annotations.NullMarked;
