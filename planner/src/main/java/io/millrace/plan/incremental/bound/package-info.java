/**
 * Step 4: what is known about the changes of a plan node. Their kind, the key of its rows, and,
 * column by column, behind which event time nothing changes any more.
 */
@NullMarked
package io.millrace.plan.incremental.bound;

import org.jspecify.annotations.NullMarked;
