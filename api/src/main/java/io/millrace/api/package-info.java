/**
 * What a program that embeds Millrace compiles against: the session ({@link
 * io.millrace.api.Millrace}), what statements give back, and running queries. The engine behind it
 * is found at run time.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.api;

import org.jspecify.annotations.NullMarked;
