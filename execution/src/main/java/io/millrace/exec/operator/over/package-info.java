/**
 * Step 6, functions over windows: the rows of each partition in their order, and what is computed
 * for those that a change reaches.
 */
@NullMarked
package io.millrace.exec.operator.over;

import org.jspecify.annotations.NullMarked;
