/**
 * What commands are and what they are given: words, options, and further JVMs.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.benchmark.command;

import org.jspecify.annotations.NullMarked;
