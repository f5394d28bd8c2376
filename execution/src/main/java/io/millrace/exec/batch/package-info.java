/**
 * Batches as Arrow vectors and back, for every edge at which Arrow is the format. Inside, batches
 * are heap arrays in Arrow's layout, so that a conversion is a bulk copy for each buffer.
 *
 * <p>Arrow's memory, and so this package alone, needs {@code --add-opens=java.base/java.nio}; it
 * lies off every default path, and an allocator made here says so in one sentence. No system
 * property is set: with bulk copies the checks that Arrow's properties would turn off cost nothing.
 */
@NullMarked
package io.millrace.exec.batch;

import org.jspecify.annotations.NullMarked;
