/** Step 6, filters and projections, with the loops that {@code exec.expression} compiles. */
@NullMarked
package io.millrace.exec.operator.calc;

import org.jspecify.annotations.NullMarked;
