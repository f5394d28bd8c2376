/**
 * Plans as text for people, beside steps 4 and 5: the plan over changes and the operator specs are
 * read, nothing is decided here. Used by EXPLAIN.
 */
@NullMarked
package io.millrace.plan.explain;

import org.jspecify.annotations.NullMarked;
