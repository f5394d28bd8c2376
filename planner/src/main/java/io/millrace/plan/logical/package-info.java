/**
 * Step 3: from a validated tree to a relational plan in Calcite's terms, views expanded.
 * Neighbours: {@code plan.analyze} below; above, {@code plan.incremental.pass}, the last to see
 * Calcite types.
 */
@NullMarked
package io.millrace.plan.logical;

import org.jspecify.annotations.NullMarked;
