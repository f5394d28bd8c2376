/**
 * Step 8: state tables on the heap, open addressing over segments of fixed-width rows. Implements
 * the interfaces of {@code io.millrace.state}.
 */
@NullMarked
package io.millrace.state.memory;

import org.jspecify.annotations.NullMarked;
