/**
 * Step 3 for programs: the tree of a table ({@link io.millrace.api.table.tree}) becomes the text of
 * the query that says the same, which goes the way of every query from there. {@link
 * io.millrace.plan.fluent.TreeWriter} writes it, a {@link io.millrace.plan.fluent.Block} for each
 * SELECT; {@link io.millrace.plan.fluent.FluentQuery} is the result, and knows which places of the
 * text are the user's own words, so that errors point into those.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.plan.fluent;

import org.jspecify.annotations.NullMarked;
