/** Step 6, INTERSECT and EXCEPT, with and without ALL: one table of rows, weighed on both sides. */
@NullMarked
package io.millrace.exec.operator.set;

import org.jspecify.annotations.NullMarked;
