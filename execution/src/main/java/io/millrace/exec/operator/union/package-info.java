/** UNION ALL. */
@NullMarked
package io.millrace.exec.operator.union;

import org.jspecify.annotations.NullMarked;
