/** State tables on the heap: open addressing over segments of fixed-width rows. */
@NullMarked
package io.millrace.state.memory;

import org.jspecify.annotations.NullMarked;
