/**
 * What the steps of a typed dataset do that run a program's own code, as whoever plans them takes
 * it: the function and the encoders around it. Programs call the methods of {@code Dataset}.
 */
@NullMarked
package io.millrace.api.table.program;

import org.jspecify.annotations.NullMarked;
