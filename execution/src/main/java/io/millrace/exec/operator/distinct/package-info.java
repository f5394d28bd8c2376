/**
 * Step 6, DISTINCT: one operator for rows that may go, a lighter one for rows that only come, and
 * the rows that both remember.
 */
@NullMarked
package io.millrace.exec.operator.distinct;

import org.jspecify.annotations.NullMarked;
