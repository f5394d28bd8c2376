/**
 * Step 5: what each operator is to do, as immutable records. Calcite's types do not reach this
 * package.
 */
@NullMarked
package io.millrace.plan.physical;

import org.jspecify.annotations.NullMarked;
