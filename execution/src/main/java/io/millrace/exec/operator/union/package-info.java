/** Step 6, UNION ALL: inputs become one, under one set of column names. */
@NullMarked
package io.millrace.exec.operator.union;

import org.jspecify.annotations.NullMarked;
