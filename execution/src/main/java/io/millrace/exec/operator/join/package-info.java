/**
 * Step 6, joins: both inputs are remembered by key, and each change of one is matched with all
 * there is of the other ({@link io.millrace.exec.operator.join.JoinOperator}). What depends on
 * whether a row has a match at all, as in outer, semi and anti joins, is settled at the end of a
 * batch ({@link io.millrace.exec.operator.join.Unmatched}).
 */
@NullMarked
package io.millrace.exec.operator.join;

import org.jspecify.annotations.NullMarked;
