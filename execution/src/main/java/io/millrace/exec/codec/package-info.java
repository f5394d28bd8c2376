/**
 * Between objects of programs and what the engine holds: {@link io.millrace.exec.codec.RowDecoder}
 * makes objects of rows, {@link io.millrace.exec.codec.RowEncoder} rows of objects, and {@link
 * io.millrace.exec.codec.StateCodec} bytes of objects and back. Constructors, getters and setters
 * are bound once, as method handles that lead from the column's array to the field; nothing is
 * looked up for a row.
 */
@NullMarked
package io.millrace.exec.codec;

import org.jspecify.annotations.NullMarked;
