/**
 * The same queries in other engines: {@code bin/bench compare}.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.benchmark.compare;

import org.jspecify.annotations.NullMarked;
