/**
 * The benchmark behind {@code bin/bench}: a client of the public API that measures the engine as a
 * program would use it. {@link io.millrace.benchmark.Main} is its door; each package under this one
 * is a command or something that commands share.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.benchmark;

import org.jspecify.annotations.NullMarked;
