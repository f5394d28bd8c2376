/**
 * Step 4: makes the plan over changes out of Calcite's relational plan, one class a relational
 * operator, and improves it, one class a pass.
 */
@NullMarked
package io.millrace.plan.incremental.pass;

import org.jspecify.annotations.NullMarked;
