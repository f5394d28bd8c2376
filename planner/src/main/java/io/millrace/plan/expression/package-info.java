/**
 * Our expressions: a sealed tree of records without a Calcite type. Made in step 4 from Calcite's,
 * kept in incremental and physical plans, compiled in step 6.
 */
@NullMarked
package io.millrace.plan.expression;

import org.jspecify.annotations.NullMarked;
