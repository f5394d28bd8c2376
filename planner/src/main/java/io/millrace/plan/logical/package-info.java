/**
 * From a validated tree to a relational plan in Calcite's terms, views expanded. Its neighbour
 * above, {@code plan.incremental.pass}, is the last to see Calcite types.
 */
@NullMarked
package io.millrace.plan.logical;

import org.jspecify.annotations.NullMarked;
