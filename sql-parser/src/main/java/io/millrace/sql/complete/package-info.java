/**
 * Step 2, for a statement that is still being written: what fits at a place of it. {@link
 * io.millrace.sql.complete.CompletionPlace} is the door; it asks the grammar for statements and
 * clauses ({@code sql.parse}), and models the clauses of queries itself. What the things are called
 * that are wanted there, the session knows.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.sql.complete;

import org.jspecify.annotations.NullMarked;
