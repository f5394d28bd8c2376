/**
 * Step 4: the plan over changes, a sealed tree of records, each of which knows what its changes can
 * be, its key, the bounds of its columns and its digest. No Calcite types. Neighbours: {@code
 * incremental.pass} makes and rewrites it, {@code plan.check} judges it, {@code plan.lowering}
 * turns it into operator specs.
 */
@NullMarked
package io.millrace.plan.incremental;

import org.jspecify.annotations.NullMarked;
