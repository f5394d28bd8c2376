/** ORDER BY over bounded input. */
@NullMarked
package io.millrace.exec.operator.sort;

import org.jspecify.annotations.NullMarked;
