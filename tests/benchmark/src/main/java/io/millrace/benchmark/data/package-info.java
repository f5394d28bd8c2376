/**
 * Events of Nexmark, an imagined auction house, as files of JSON lines.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.benchmark.data;

import org.jspecify.annotations.NullMarked;
