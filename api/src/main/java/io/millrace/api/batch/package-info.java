/**
 * Columnar batches: what sources give, operators exchange and sinks take. Heap arrays in Arrow's
 * layout; a batch is a piece of a Z-set, rows with weights.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.api.batch;

import org.jspecify.annotations.NullMarked;
