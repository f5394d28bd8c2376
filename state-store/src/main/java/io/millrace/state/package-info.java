/**
 * Step 8: state tables as operators see them, typed, keyed, called in batches. What stands behind
 * them is chosen by whoever opens the {@link io.millrace.state.StateTables}.
 */
@NullMarked
package io.millrace.state;

import org.jspecify.annotations.NullMarked;
