/**
 * What tables and columns of a program are made of: immutable trees of records, without a session
 * and without the engine. The planner turns them into the same plan as the text of a query.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.api.table.tree;

import org.jspecify.annotations.NullMarked;
