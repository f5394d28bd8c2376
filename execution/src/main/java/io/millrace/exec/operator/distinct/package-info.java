/**
 * Step 6, rows that count once: DISTINCT with one operator for rows that may go and a lighter one
 * for rows that only come, the first row of each key, and what all of them remember.
 */
@NullMarked
package io.millrace.exec.operator.distinct;

import org.jspecify.annotations.NullMarked;
