/**
 * What is known about the changes of a plan node: their kind, the key of its rows, and, column by
 * column, behind which event time nothing changes any more.
 */
@NullMarked
package io.millrace.plan.incremental.bound;

import org.jspecify.annotations.NullMarked;
