/**
 * Step 6, aggregates of the rows of a batch for its report: one observation for all workers, and
 * the operator by which each lets its rows pass.
 */
@NullMarked
package io.millrace.exec.operator.observe;

import org.jspecify.annotations.NullMarked;
