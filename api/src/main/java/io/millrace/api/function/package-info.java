/**
 * Functions that programs hand to typed datasets, with the names they have in Spark's Java API.
 * Each may throw anything: the query then fails with {@code USER_FUNCTION_FAILED} and that cause.
 * They are called from several threads, one value after the other within a thread, and should give
 * the same for the same input: a batch that was broken off runs again.
 *
 * <p>Tuples are here too.
 */
@NullMarked
package io.millrace.api.function;

import org.jspecify.annotations.NullMarked;
