/**
 * Step 3, what names mean: sources, tables, sinks and views, as records. The session holds the
 * catalog; the planner reads it.
 */
@NullMarked
package io.millrace.plan.catalog;

import org.jspecify.annotations.NullMarked;
