/** GROUP BY: groups, accumulators and what becomes of them when rows come and go. */
@NullMarked
package io.millrace.exec.operator.aggregate;

import org.jspecify.annotations.NullMarked;
