/**
 * Step 3: from query text to a validated Calcite tree. The parser with Spark's window forms, the
 * catalog as Calcite sees it, types, functions, coercion, and every message of Calcite's said in
 * the user's words. Neighbours: {@code plan.catalog} below, {@code plan.logical} above.
 */
@NullMarked
package io.millrace.plan.analyze;

import org.jspecify.annotations.NullMarked;
