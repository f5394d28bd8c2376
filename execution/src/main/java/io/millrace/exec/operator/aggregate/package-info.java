/**
 * Step 6, GROUP BY: groups, accumulators and what becomes of them when rows come and go. {@link
 * io.millrace.exec.operator.aggregate.AggregateOperator} is the door.
 */
@NullMarked
package io.millrace.exec.operator.aggregate;

import org.jspecify.annotations.NullMarked;
