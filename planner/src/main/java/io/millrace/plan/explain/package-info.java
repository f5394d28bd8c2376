/** Plans as text for people. */
@NullMarked
package io.millrace.plan.explain;

import org.jspecify.annotations.NullMarked;
