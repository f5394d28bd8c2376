/** Filters and projections. */
@NullMarked
package io.millrace.exec.operator.calc;

import org.jspecify.annotations.NullMarked;
