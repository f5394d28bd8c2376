/**
 * Step 8: state tables on the heap. Keys are found by open addressing over segments of fixed-width
 * rows, rows in an order and timers by {@code SortedSlots}. Implements the interfaces of {@code
 * io.millrace.state}; what changed is written by {@link io.millrace.state.memory.LoggedTable}s.
 */
@NullMarked
package io.millrace.state.memory;

import org.jspecify.annotations.NullMarked;
